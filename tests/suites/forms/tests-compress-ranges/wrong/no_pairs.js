import { compressRanges } from "./compressRanges";
test("all", () => expect(compressRanges([10, 1, 2, 2, 3, 5])).toBe("1-3, 5, 10"));
