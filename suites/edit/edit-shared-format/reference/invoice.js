import { formatDate, formatPrice } from "./format";

export function invoiceText(invoice) {
  return `Invoice of ${formatDate(invoice.date)}: ${formatPrice(invoice.cents)}`;
}
