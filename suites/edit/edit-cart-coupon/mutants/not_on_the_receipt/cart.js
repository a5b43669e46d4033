import { euros } from "./money";

export function sumOf(lines) {
  return lines.reduce((sum, { cents, count = 1 }) => sum + cents * count, 0);
}

function offOf(sum, coupon) {
  if (coupon?.percent) return Math.round((sum * coupon.percent) / 100);
  return Math.min(sum, coupon?.cents ?? 0);
}

export function totalOf(lines, taxRate = 0, coupon = undefined) {
  const sum = sumOf(lines);
  const rest = sum - offOf(sum, coupon);
  return rest + Math.round(rest * taxRate);
}

export function receipt(lines, taxRate = 0, coupon = undefined) {
  const off = offOf(sumOf(lines), coupon);
  const total = totalOf(lines, taxRate, coupon);
  return [
    ...lines.map(({ name, cents, count = 1 }) => `${name} ${euros(cents * count)}`),
    `Tax ${euros(total - (sumOf(lines) - off))}`,
    `Total ${euros(total)}`,
  ].join("\n");
}
