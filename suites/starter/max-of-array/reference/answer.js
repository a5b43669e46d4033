export function maxOfArray(numbers) {
  return Math.max(...numbers);
}
