export function gcf(a, b) {
  return b === 0 ? a : gcf(b, a % b);
}
