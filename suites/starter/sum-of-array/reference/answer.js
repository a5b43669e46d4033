export function sumOfArray(numbers) {
  return numbers.reduce((sum, n) => sum + n, 0);
}
