import { bowlingScore } from "./answer";

test.each([
  [[Array(20).fill(0)], 0],
  [[Array(20).fill(1)], 20],
  [[[3, 4, ...Array(18).fill(0)]], 7],
  [[[5, 5, 3, 0, ...Array(16).fill(0)]], 16],
  [[[10, 3, 4, ...Array(16).fill(0)]], 24],
  [[[10, 10, 4, 2, ...Array(14).fill(0)]], 46],
  [[Array(12).fill(10)], 300],
  [[Array(21).fill(5)], 150],
  [[[...Array(18).fill(0), 7, 3, 5]], 15],
  [[[...Array(18).fill(0), 10, 10, 10]], 30],
  [[[...Array(18).fill(0), 10, 2, 8]], 20],
  [[[0, 10, 5, 0, ...Array(16).fill(0)]], 20],
  [[[1, 4, 4, 5, 6, 4, 5, 5, 10, 0, 1, 7, 3, 6, 4, 10, 2, 8, 6]], 133],
  [[[3, 5, 5, 2, ...Array(16).fill(0)]], 15],
])("bowlingScore(...%j)", (values, expected) => {
  expect(bowlingScore(...values)).toEqual(expected);
});
