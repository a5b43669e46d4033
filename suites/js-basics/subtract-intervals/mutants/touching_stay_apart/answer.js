const merged = (intervals) => {
  const result = [];
  for (const [start, end] of [...intervals].sort((a, b) => a[0] - b[0])) {
    const last = result.at(-1);
    if (last && start < last[1]) last[1] = Math.max(last[1], end);
    else result.push([start, end]);
  }
  return result;
};

export function subtractIntervals(intervals, cuts) {
  let left = merged(intervals);
  for (const [from, to] of cuts) {
    left = left.flatMap(([start, end]) => [
      [start, Math.min(end, from)],
      [Math.max(start, to), end],
    ].filter(([a, b]) => a < b));
  }
  return left;
}
