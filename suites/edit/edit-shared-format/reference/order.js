import { formatPrice } from "./format";

export function orderLine(name, cents) {
  return `${name}: ${formatPrice(cents)}`;
}

export function orderTitle(order) {
  return `Order ${order.id} (${order.lines.length})`;
}
