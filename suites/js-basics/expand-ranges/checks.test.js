import { expandRanges } from "./answer";

test.each([
  [["", 3], [1, 2, 3]],
  [["  ", 2], [1, 2]],
  [["2", 5], [2]],
  [["1-3", 5], [1, 2, 3]],
  [["1-3, 7, 9-", 10], [1, 2, 3, 7, 9, 10]],
  [["-3", 5], [1, 2, 3]],
  [["4-", 4], [4]],
  [["3,1,2", 3], [1, 2, 3]],
  [["2-4,3-5,4", 9], [2, 3, 4, 5]],
  [[" 1 - 2 ,4", 5], [1, 2, 4]],
  [["5-5", 5], [5]],
  [["12,3", 20], [3, 12]],
  [["10-12", 20], [10, 11, 12]],
])("expandRanges(...%j)", (values, expected) => {
  expect(expandRanges(...values)).toEqual(expected);
});

test.each([["6", 5, "6"], ["0", 5, "0"], ["1-9", 5, "1-9"], ["3-1", 5, "3-1"], ["1, x2 ,3", 5, "x2"], ["1--2", 5, "1--2"], ["1 2", 5, "1 2"], ["1.5", 5, "1.5"], ["-", 5, "-"], ["6-", 5, "6-"]])(
  "%j of %d pages is refused",
  (text, last, part) => {
    let message = "";
    try {
      expandRanges(text, last);
    } catch (error) {
      message = error.message;
    }
    expect(message).toContain(part);
  },
);
test.each(["1,,2", "1,"])("%j has an empty part", (text) => {
  expect(() => expandRanges(text, 5)).toThrow(Error);
});
