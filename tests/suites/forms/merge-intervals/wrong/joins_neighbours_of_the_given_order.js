export const mergeIntervals = (intervals) => intervals.reduce((out, [s, e]) => {
  const last = out[out.length - 1];
  if (last && s <= last[1]) last[1] = Math.max(last[1], e); else out.push([s, e]);
  return out;
}, []);
