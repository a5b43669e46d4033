import { sumOfArray } from "./answer";


test.each([[[1, 2, 3], 6], [[], 0], [[-1, 1], 0], [[2.5], 2.5], [[10, 20, 30, 40], 100]])("sumOfArray(%j) is %d", (numbers, sum) => {
  expect(sumOfArray(numbers)).toBe(sum);
});
