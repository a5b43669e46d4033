import { euros } from "./money";

export function sumOf(lines) {
  return lines.reduce((sum, { cents, count = 1 }) => sum + cents * count, 0);
}

export function totalOf(lines, taxRate = 0) {
  const sum = sumOf(lines);
  return sum + Math.round(sum * taxRate);
}

export function receipt(lines, taxRate = 0) {
  const tax = totalOf(lines, taxRate) - sumOf(lines);
  return [
    ...lines.map(({ name, cents, count = 1 }) => `${name} ${euros(cents * count)}`),
    `Tax ${euros(tax)}`,
    `Total ${euros(totalOf(lines, taxRate))}`,
  ].join("\n");
}
