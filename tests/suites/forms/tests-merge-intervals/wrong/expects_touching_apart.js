import { mergeIntervals } from "./mergeIntervals";
test("touch", () => expect(mergeIntervals([[1, 2], [2, 3]])).toEqual([[1, 2], [2, 3]]));
