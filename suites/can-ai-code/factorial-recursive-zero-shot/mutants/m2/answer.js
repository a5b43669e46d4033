export function factorial(n) {
  return String(n <= 1 ? 1 : n * factorial(n - 1));
}
