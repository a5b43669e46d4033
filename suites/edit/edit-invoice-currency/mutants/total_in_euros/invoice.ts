import { type Currency, formatMoney } from "./money";

export type Line = { text: string; cents: number };
export type Invoice = { number: string; lines: Line[]; currency?: Currency };

export function totalOf(invoice: Invoice): number {
  return invoice.lines.reduce((sum, line) => sum + line.cents, 0);
}

export function print(invoice: Invoice): string {
  const lines = invoice.lines.map((line) => `${line.text}: ${formatMoney(line.cents, invoice.currency)}`);
  return [`Invoice ${invoice.number}`, ...lines, `Total: ${formatMoney(totalOf(invoice))}`].join("\n");
}

export function sumByCurrency(invoices: Invoice[]): Partial<Record<Currency, number>> {
  const sums: Partial<Record<Currency, number>> = {};
  for (const invoice of invoices) {
    const currency = invoice.currency ?? "EUR";
    sums[currency] = (sums[currency] ?? 0) + totalOf(invoice);
  }
  return sums;
}
