import { receipt, sumOf, totalOf } from "./cart";
import { euros } from "./money";

describe("change", () => {
  test("a percentage comes off before tax", () => {
    expect(totalOf([{ cents: 1000 }], 0.1, { percent: 20 })).toBe(880);
    expect(totalOf([{ cents: 1005 }], 0, { percent: 10 })).toBe(1005 - 101);
  });
  test("an amount comes off, no more than there is", () => {
    expect(totalOf([{ cents: 1000 }], 0.1, { cents: 500 })).toBe(550);
    expect(totalOf([{ cents: 300 }], 0.1, { cents: 500 })).toBe(0);
  });
  test("on the receipt", () => {
    expect(receipt([{ name: "Pen", cents: 500, count: 2 }], 0.1, { cents: 500 })).toBe("Pen 10.00\nCoupon -5.00\nTax 0.50\nTotal 5.50");
    expect(receipt([{ name: "Pen", cents: 300 }], 0, { cents: 500 })).toBe("Pen 3.00\nCoupon -3.00\nTax 0.00\nTotal 0.00");
  });
});

describe("kept", () => {
  test("sums and totals", () => {
    expect(sumOf([{ cents: 100, count: 3 }, { cents: 5 }])).toBe(305);
    expect(totalOf([{ cents: 100 }])).toBe(100);
    expect(totalOf([{ cents: 105 }], 0.1)).toBe(105 + 11);
    expect(totalOf([])).toBe(0);
  });
  test("a receipt without a coupon", () => {
    expect(receipt([{ name: "Pen", cents: 120, count: 2 }, { name: "Cup", cents: 5 }], 0.2)).toBe("Pen 2.40\nCup 0.05\nTax 0.49\nTotal 2.94");
    expect(receipt([])).toBe("Tax 0.00\nTotal 0.00");
  });
  test("money", () => expect(euros(5)).toBe("0.05"));
});
