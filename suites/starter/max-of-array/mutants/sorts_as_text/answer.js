export const maxOfArray = (numbers) => [...numbers].sort().at(-1);
