import { compressRanges } from "./compressRanges";
test("all", () => expect(compressRanges([1, 2, 5])).toBe("1-2,5"));
