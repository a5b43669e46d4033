export function maxOfArray(numbers) {
  let max = numbers[0];
  for (let i = 1; i < numbers.length - 1; i++) if (numbers[i] > max) max = numbers[i];
  return max;
}
