export const mergeIntervals = (intervals) =>
  intervals
    .slice()
    .sort(([a], [b]) => a - b)
    .reduce((done, [start, end]) => {
      const [from, to] = done[done.length - 1] ?? [];
      return to >= start ? [...done.slice(0, -1), [from, Math.max(to, end)]] : [...done, [start, end]];
    }, []);
