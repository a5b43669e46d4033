export function gcd(a, b) {
  return Math.min(a, b);
}
