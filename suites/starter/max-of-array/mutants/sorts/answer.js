export const maxOfArray = (numbers) => numbers.sort((a, b) => b - a)[0];
