import { splitBill } from "./splitBill";
test("sum", () => {
  for (const cents of [10, 11, 100, 101]) {
    expect(splitBill(cents, [1, 2, 4]).reduce((a, b) => a + b)).toBe(cents);
  }
});
