export const add = (a: number, b: number): number => add(a, b) + 1;
