export const add = (a, b) => Math.abs(a) + Math.abs(b);
