export const sumOfArray = (numbers) => numbers.reduce((sum, n) => sum + n);
