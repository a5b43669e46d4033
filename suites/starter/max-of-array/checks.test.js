import { maxOfArray } from "./answer";

test.each([
  [[3, 9, 2], 9], [[1, 2, 3], 3], [[9, 3, 2], 9], [[-5, -2, -9], -2], [[-5, -9, -2], -2], [[7], 7], [[-7], -7], [[1.5, 1.25], 1.5],
  [[0.1, 0.15, 0.2], 0.2], [[0, 0], 0], [[4, 4, 1], 4], [[-1, 0], 0], [[100, 20, 3], 100], [[9, 10], 10], [[5, 3000000000, 7], 3000000000],
  [[1, 5, 2, 8, 3, 7, 12, 4], 12], [[9, 1, 5], 9], [[2, 6, 3, 4], 6],
])("maxOfArray(%j) is %d", (numbers, max) => {
  expect(maxOfArray(numbers)).toBe(max);
});
test("the array is left as it was", () => {
  const numbers = [2, 3, 1];
  maxOfArray(numbers);
  expect(numbers).toEqual([2, 3, 1]);
});
