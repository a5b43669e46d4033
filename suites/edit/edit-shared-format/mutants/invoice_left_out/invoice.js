import { formatDate } from "./format";

export function invoiceText(invoice) {
  return `Invoice of ${formatDate(invoice.date)}: ${invoice.cents < 0 ? "-" : ""}${Math.floor(Math.abs(invoice.cents) / 100)},${String(Math.abs(invoice.cents) % 100).padStart(2, "0")} EUR`;
}
