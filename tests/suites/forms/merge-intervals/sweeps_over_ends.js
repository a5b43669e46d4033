module.exports.mergeIntervals = function (intervals) {
  const points = intervals.flatMap(([start, end]) => [{ at: start, step: 1 }, { at: end, step: -1 }]);
  points.sort((a, b) => a.at - b.at || b.step - a.step);
  const out = [];
  let open = 0, from;
  for (const { at, step } of points) {
    if (open === 0) from = at;
    open += step;
    if (open === 0) out.push([from, at]);
  }
  return out;
};
