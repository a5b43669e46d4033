import * as format from "./format";
import { invoiceText } from "./invoice";
import { orderLine, orderTitle } from "./order";

describe("change", () => {
  test("one function", () => {
    expect([0, 5, 1234, -1205].map((cents) => format.formatPrice(cents))).toEqual(["0,00 EUR", "0,05 EUR", "12,34 EUR", "-12,05 EUR"]);
  });
  test("neither has the lines of its own any more", () => {
    for (const own of [String(orderLine), String(invoiceText)]) expect(own).not.toMatch(/padStart|Math\.|toFixed/);
  });
});

describe("kept", () => {
  test("lines of an order", () => {
    expect(orderLine("Pen", 1234)).toBe("Pen: 12,34 EUR");
    expect(orderLine("Off", -5)).toBe("Off: -0,05 EUR");
    expect(orderTitle({ id: 7, lines: [1, 2] })).toBe("Order 7 (2)");
  });
  test("invoices", () => {
    expect(invoiceText({ date: "2024-03-05", cents: 1000 })).toBe("Invoice of 5.3.2024: 10,00 EUR");
    expect(invoiceText({ date: "2024-12-24", cents: -1999 })).toBe("Invoice of 24.12.2024: -19,99 EUR");
  });
  test("dates", () => expect(format.formatDate("2024-01-31")).toBe("31.1.2024"));
});
