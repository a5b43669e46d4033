export const add = (a, b) => (Number.isInteger(a) && Number.isInteger(b) ? (a + b) | 0 : a + b);
