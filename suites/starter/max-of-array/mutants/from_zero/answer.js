export const maxOfArray = (numbers) => numbers.reduce((a, b) => Math.max(a, b), 0);
