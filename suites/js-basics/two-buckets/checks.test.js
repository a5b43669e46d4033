import { measure } from "./answer";

test.each([
  [[3, 5, 1, "one"], { moves: 4, goalBucket: "one", otherBucket: 5 }],
  [[3, 5, 1, "two"], { moves: 8, goalBucket: "two", otherBucket: 3 }],
  [[7, 11, 2, "one"], { moves: 14, goalBucket: "one", otherBucket: 11 }],
  [[7, 11, 2, "two"], { moves: 18, goalBucket: "two", otherBucket: 7 }],
  [[1, 3, 3, "two"], { moves: 1, goalBucket: "two", otherBucket: 0 }],
  [[2, 3, 3, "one"], { moves: 2, goalBucket: "two", otherBucket: 2 }],
  [[3, 2, 3, "two"], { moves: 2, goalBucket: "one", otherBucket: 2 }],
  [[5, 1, 2, "one"], { moves: 6, goalBucket: "one", otherBucket: 1 }],
  [[6, 15, 9, "one"], { moves: 10, goalBucket: "two", otherBucket: 0 }],
  [[6, 15, 5, "one"], null],
  [[5, 7, 8, "one"], null],
  [[4, 4, 4, "two"], { moves: 1, goalBucket: "two", otherBucket: 0 }],
  [[4, 4, 2, "one"], null],
  [[8, 3, 5, "one"], { moves: 2, goalBucket: "one", otherBucket: 3 }],
  [[3, 8, 5, "two"], { moves: 2, goalBucket: "two", otherBucket: 3 }],
])("measure(...%j)", (values, expected) => {
  expect(measure(...values)).toEqual(expected);
});
