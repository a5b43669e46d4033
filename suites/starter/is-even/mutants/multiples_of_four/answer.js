export const isEven = (n) => n % 4 === 0;
