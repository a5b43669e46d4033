import { fewestCoins } from "./answer";

const EURO = [1, 2, 5, 10, 20, 50, 100, 200];

test.each([
  [1, EURO, [1]],
  [25, [1, 5, 10, 25, 100], [25]],
  [15, [1, 5, 10, 25, 100], [10, 5]],
  [23, [1, 4, 15, 20, 50], [15, 4, 4]],
  [63, [1, 5, 10, 21, 25], [21, 21, 21]],
  [6, [4, 3, 1], [3, 3]],
  [388, EURO, [200, 100, 50, 20, 10, 5, 2, 1]],
  [21, [2, 5, 10, 20, 50], [10, 5, 2, 2, 2]],
  [27, [4, 5], [5, 5, 5, 4, 4, 4]],
])("%d from %j", (amount, coins, expected) => {
  expect(fewestCoins(amount, coins)).toEqual(expected);
});
test("any of several answers", () => {
  const used = fewestCoins(10, [1, 4, 6, 5, 9]);
  expect(used).toHaveLength(2);
  expect(used[0] + used[1]).toBe(10);
  expect(used[0]).toBeGreaterThanOrEqual(used[1]);
});
test("nothing to pay", () => {
  expect(fewestCoins(0, [1, 5])).toEqual([]);
  expect(fewestCoins(0, [])).toEqual([]);
});
test("cannot be paid", () => {
  expect(fewestCoins(3, [5, 10])).toBe(null);
  expect(fewestCoins(7, [2, 4])).toBe(null);
  expect(fewestCoins(1, [])).toBe(null);
});
test("large amounts are quick", () => {
  expect(fewestCoins(9999, [2, 5, 10, 20, 50, 100])).toHaveLength(105);
});
test("leaves the coins", () => {
  const coins = [1, 5, 2];
  fewestCoins(9, coins);
  expect(coins).toEqual([1, 5, 2]);
});
