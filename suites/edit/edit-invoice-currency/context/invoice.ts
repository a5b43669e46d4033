import { formatMoney } from "./money";

export type Line = { text: string; cents: number };
export type Invoice = { number: string; lines: Line[] };

export function totalOf(invoice: Invoice): number {
  return invoice.lines.reduce((sum, line) => sum + line.cents, 0);
}

export function print(invoice: Invoice): string {
  const lines = invoice.lines.map((line) => `${line.text}: ${formatMoney(line.cents)}`);
  return [`Invoice ${invoice.number}`, ...lines, `Total: ${formatMoney(totalOf(invoice))}`].join("\n");
}
