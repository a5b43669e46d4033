import { compressRanges } from "./answer";

test.each([
  [[[]], ""],
  [[[5]], "5"],
  [[[1, 2]], "1-2"],
  [[[1, 3]], "1, 3"],
  [[[3, 1, 2, 7, 9, 10]], "1-3, 7, 9-10"],
  [[[10, 9, 8]], "8-10"],
  [[[2, 2, 3, 3]], "2-3"],
  [[[4, 4]], "4"],
  [[[9, 10, 11, 100]], "9-11, 100"],
  [[[1, 10, 2, 20]], "1-2, 10, 20"],
])("compressRanges(...%j)", (values, expected) => {
  expect(compressRanges(...values)).toEqual(expected);
});

test("leaves what it is given", () => {
  const pages = [3, 1];
  compressRanges(pages);
  expect(pages).toEqual([3, 1]);
});
