import * as invoices from "./invoice";
import { formatMoney } from "./money";

const money: any = formatMoney;

describe("change", () => {
  test("dollars", () => {
    expect(money(1250, "USD")).toBe("$12.50");
    expect(money(-5, "USD")).toBe("-$0.05");
    expect(money(1250, "EUR")).toBe("12.50 €");
  });
  test("an invoice in dollars", () => {
    expect(invoices.print({ number: "7", currency: "USD", lines: [{ text: "Pen", cents: 100 }, { text: "Off", cents: -50 }] } as any)).toBe(
      "Invoice 7\nPen: $1.00\nOff: -$0.50\nTotal: $0.50",
    );
  });
  test("sums by currency", () => {
    const of = (cents: number, currency?: string) => ({ number: "1", currency, lines: [{ text: "", cents }] });
    const sum = (invoices as any).sumByCurrency;
    expect(sum([of(1), of(2, "USD"), of(4, "EUR"), of(8, "USD")])).toEqual({ EUR: 5, USD: 10 });
    expect(sum([of(1, "USD")])).toEqual({ USD: 1 });
    expect(sum([])).toEqual({});
  });
});

describe("kept", () => {
  test("euros", () => expect([money(1250), money(-5), money(0)]).toEqual(["12.50 €", "-0.05 €", "0.00 €"]));
  test("an invoice in euros", () => {
    const invoice = { number: "7", lines: [{ text: "Pen", cents: 100 }, { text: "Cup", cents: 250 }] };
    expect(invoices.print(invoice)).toBe("Invoice 7\nPen: 1.00 €\nCup: 2.50 €\nTotal: 3.50 €");
    expect(invoices.totalOf(invoice)).toBe(350);
    expect(invoices.print({ number: "8", lines: [] })).toBe("Invoice 8\nTotal: 0.00 €");
  });
});
