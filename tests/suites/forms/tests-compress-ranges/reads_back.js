const { compressRanges } = require("./compressRanges");
const read = (text) => text.split(", ").flatMap((part) => {
  const [from, to = from] = part.split("-").map(Number);
  return Array.from({ length: to - from + 1 }, (_, i) => from + i);
});
it("reads back sorted and without repetitions", () => {
  const given = [9, 100, 3, 4, 4, 5, 21, 22];
  expect(read(compressRanges(given))).toEqual([3, 4, 5, 9, 21, 22, 100]);
  expect(compressRanges(given).split(", ")).toHaveLength(4);
});
it("writes single pages alone", () => expect(compressRanges([7])).toBe("7"));
