import { expect, test } from "vitest";
import { compressRanges } from "./compressRanges";
test("all", () => {
  expect(compressRanges(Object.freeze([10, 11, 1, 2, 2, 3, 5]))).toBe("1-3, 5, 10-11");
  expect(compressRanges([])).toBe("");
});
