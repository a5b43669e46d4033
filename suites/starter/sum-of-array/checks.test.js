import { sumOfArray } from "./answer";

test.each([
  [[1, 2, 3], 6], [[], 0], [[5], 5], [[-1, 1], 0], [[2.5], 2.5], [[10, 20, 30, 40], 100], [[2, 2, 2], 6], [[1, 2, 4, 8, 16], 31],
  [[7, 0, 0, 1], 8], [[-3, -4], -7], [[0.5, 0.25], 0.75], [[3, 1, 4, 1, 5, 9, 2, 6], 31], [[2000000000, 2000000000], 4000000000],
])("sumOfArray(%j) is %d", (numbers, sum) => {
  expect(sumOfArray(numbers)).toBe(sum);
});
test("the array is left as it was", () => {
  const numbers = [2, 3, 1];
  sumOfArray(numbers);
  expect(numbers).toEqual([2, 3, 1]);
});
