export const maxOfArray = (numbers) => numbers[0];
