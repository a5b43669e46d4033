export function sumOfArray(numbers) {
  let sum = 0;
  while (numbers.length) sum += numbers.pop();
  return sum;
}
