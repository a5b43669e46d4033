export const add = (a: number, b: number): unknown => ({ valueOf: () => a + b });
