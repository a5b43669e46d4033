import { expect, test } from "vitest";
import { splitBill } from "./splitBill";

test("divides evenly", () => {
  expect(splitBill(100, [1, 1])).toEqual([50, 50]);
});

test("equal fractions: the earlier person pays the cent", () => {
  expect(splitBill(100, [1, 1, 1])).toEqual([34, 33, 33]);
  expect(splitBill(101, [1, 1, 1])).toEqual([34, 34, 33]);
});

test("the largest fraction cut off pays first", () => {
  expect(splitBill(10, [1, 2])).toEqual([3, 7]);
  expect(splitBill(100, [1, 1, 4])).toEqual([17, 17, 66]);
});

test("no share, no cent", () => {
  expect(splitBill(5, [0, 2, 0])).toEqual([0, 5, 0]);
});

test("the sum is the amount", () => {
  for (const cents of [0, 1, 7, 99, 1001]) {
    expect(splitBill(cents, [3, 5, 7, 11]).reduce((a, b) => a + b)).toBe(cents);
  }
});
