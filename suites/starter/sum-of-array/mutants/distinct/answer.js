export const sumOfArray = (numbers) => [...new Set(numbers)].reduce((sum, n) => sum + n, 0);
