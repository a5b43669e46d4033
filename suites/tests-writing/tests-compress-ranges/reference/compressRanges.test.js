import { expect, it } from "vitest";
import { compressRanges } from "./compressRanges";

it("writes runs as ranges", () => {
  expect(compressRanges([3, 1, 2, 7, 9, 10])).toBe("1-3, 7, 9-10");
});

it("leaves repetitions out", () => {
  expect(compressRanges([1, 2, 2, 3])).toBe("1-3");
});

it("sorts as numbers", () => {
  expect(compressRanges([10, 2])).toBe("2, 10");
});

it("gives an empty text for no pages", () => {
  expect(compressRanges([])).toBe("");
});

it("does not change the array", () => {
  const pages = [2, 1];
  compressRanges(pages);
  expect(pages).toEqual([2, 1]);
});
