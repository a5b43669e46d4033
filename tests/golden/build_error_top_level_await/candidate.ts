await new Promise(() => undefined);
export const add = (a: number, b: number): number => a + b;
