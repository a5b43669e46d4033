const { mergeIntervals } = require("./mergeIntervals");
const covers = (list, x) => list.some(([a, b]) => a <= x && x <= b);
it("covers the same points, apart and in order", () => {
  const given = [[5, 7], [12, 15], [1, 2], [2, 4], [13, 14], [7, 8]];
  const copy = JSON.parse(JSON.stringify(given));
  const merged = mergeIntervals(given);
  for (let x = 0; x < 20; x += 0.5) expect(covers(merged, x)).toBe(covers(copy, x));
  for (let i = 1; i < merged.length; i++) expect(merged[i][0]).toBeGreaterThan(merged[i - 1][1]);
  expect(given).toEqual(copy);
});
it("leaves the intervals alone too", () => {
  const given = [[1, 2], [2, 4]];
  mergeIntervals(given);
  expect(given).toEqual([[1, 2], [2, 4]]);
});
