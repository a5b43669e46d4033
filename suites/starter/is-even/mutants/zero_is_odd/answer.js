export const isEven = (n) => n !== 0 && n % 2 === 0;
