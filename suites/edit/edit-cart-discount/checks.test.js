import * as cart from "./cart";

describe("change", () => {
  test("exactly 100 euros", () => expect(cart.total([{ cents: 10000, count: 1 }])).toBe(9000));
  test("whole cents", () => {
    expect(cart.total([{ cents: 10005, count: 1 }])).toBe(10005 - 1001);
    expect(cart.total([{ cents: 10004, count: 1 }])).toBe(10004 - 1000);
  });
});

describe("kept", () => {
  test("no discount below", () => expect(cart.total([{ cents: 9999, count: 1 }])).toBe(9999));
  test("discount above", () => expect(cart.total([{ cents: 10000, count: 2 }])).toBe(18000));
  test("shipping below 50 euros", () => {
    expect(cart.total([{ cents: 4999, count: 1 }])).toBe(4999 + 490);
    expect(cart.total([{ cents: 5000, count: 1 }])).toBe(5000);
    expect(cart.total([])).toBe(490);
  });
  test("the other functions", () => {
    expect(cart.SHIPPING).toBe(490);
    expect(cart.subtotal([{ cents: 3, count: 2 }, { cents: 1, count: 1 }])).toBe(7);
    expect(cart.describe([{ name: "pen", count: 2 }, { name: "cup", count: 1 }])).toBe("2 x pen, 1 x cup");
  });
});
