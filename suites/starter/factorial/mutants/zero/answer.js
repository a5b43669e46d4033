export function factorial(n) {
  let value = 0;
  for (let i = 1; i <= n; i++) value *= i;
  return value;
}
