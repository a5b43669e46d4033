import { expect, test } from "vitest";
import { fewestCoins } from "./fewestCoins";

test("uses a coin more than once", () => {
  expect(fewestCoins(6, [3])).toEqual([3, 3]);
  expect(fewestCoins(40, [20, 1])).toEqual([20, 20]);
});

test("takes the fewest coins, the largest first", () => {
  expect(fewestCoins(63, [1, 5, 10, 21, 25])).toEqual([21, 21, 21]);
  expect(fewestCoins(6, [1, 3, 4])).toEqual([3, 3]);
  expect(fewestCoins(8, [5, 2, 1])).toEqual([5, 2, 1]);
});

test("nothing to pay, and what cannot be paid", () => {
  expect(fewestCoins(0, [5])).toEqual([]);
  expect(fewestCoins(3, [5, 2])).toBeNull();
  expect(fewestCoins(4, [])).toBeNull();
});

test("large amounts", () => {
  expect(fewestCoins(9999, [1, 100])).toHaveLength(198);
});
