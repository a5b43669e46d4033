import { expect, test } from "vitest";
import { splitBill } from "./splitBill";
test("sum and fairness", () => {
  const shares = [5, 1, 3, 1];
  for (let cents = 0; cents < 60; cents++) {
    const parts = splitBill(cents, shares);
    expect(parts.reduce((a, b) => a + b, 0)).toBe(cents);
    parts.forEach((part, i) => expect(Math.abs(part - (cents * shares[i]) / 10)).toBeLessThan(1));
  }
});
test("the largest rest first", () => expect(splitBill(7, [1, 2])).toEqual([2, 5]));
