export function gcf(a, b) {
  return Math.min(a, b);
}
