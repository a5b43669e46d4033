export const glork = (n) => (n === 0 ? 0 : n === 1 ? 1 : n * glork(n - 1));
