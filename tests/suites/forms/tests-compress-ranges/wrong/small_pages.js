import { compressRanges } from "./compressRanges";
test("all", () => {
  expect(compressRanges([3, 1, 2, 2, 7])).toBe("1-3, 7");
  expect(compressRanges([1, 2])).toBe("1-2");
});
