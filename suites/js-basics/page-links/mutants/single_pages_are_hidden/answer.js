export function pageLinks(current, last) {
  const page = Math.min(Math.max(current, 1), last);
  const shown = [...new Set([1, page - 1, page, page + 1, last])].filter((n) => n >= 1 && n <= last).sort((a, b) => a - b);
  return shown.flatMap((n, k) => {
    const gap = k === 0 ? 1 : n - shown[k - 1];
    if (gap === 1) return [n];
    return ["…", n];
  });
}
