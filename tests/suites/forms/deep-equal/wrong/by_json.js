export const deepEqual = (a, b) => JSON.stringify(a) === JSON.stringify(b);
