export const SHIPPING = 490;

export function subtotal(lines) {
  return lines.reduce((sum, line) => sum + line.cents * line.count, 0);
}

/** Cents to pay: 10 % off from 100 euros on, shipping below 50 euros. */
export function total(lines) {
  const sum = subtotal(lines);
  const discount = sum >= 10000 ? Math.ceil(sum / 10 - 0.5) : 0;
  const shipping = sum < 5000 ? SHIPPING : 0;
  return sum - discount + shipping;
}

export function describe(lines) {
  return lines.map((line) => `${line.count} x ${line.name}`).join(", ");
}
