import { maxOfArray } from "./answer";


test.each([[[3, 9, 2], 9], [[-5, -2, -9], -2], [[7], 7], [[1.5, 1.25], 1.5], [[0, 0], 0]])("maxOfArray(%j) is %d", (numbers, max) => {
  expect(maxOfArray(numbers)).toBe(max);
});
test("the array is left as it was", () => {
  const numbers = [2, 3, 1];
  maxOfArray(numbers);
  expect(numbers).toEqual([2, 3, 1]);
});
