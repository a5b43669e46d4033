import { formatDate } from "./format";

export function invoiceText(invoice) {
  const sign = invoice.cents < 0 ? "-" : "";
  const whole = Math.floor(Math.abs(invoice.cents) / 100);
  const rest = String(Math.abs(invoice.cents) % 100).padStart(2, "0");
  return `Invoice of ${formatDate(invoice.date)}: ${sign}${whole},${rest} EUR`;
}
