export const isEven = (n) => n % 2;
