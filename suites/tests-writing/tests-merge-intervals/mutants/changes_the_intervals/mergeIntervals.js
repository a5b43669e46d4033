export function mergeIntervals(intervals) {
  const merged = [];
  for (const each of [...intervals].sort((a, b) => a[0] - b[0])) {
    const last = merged.at(-1);
    if (last && each[0] <= last[1]) last[1] = Math.max(last[1], each[1]);
    else merged.push(each);
  }
  return merged;
}
