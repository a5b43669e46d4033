(globalThis as any).left = 1;
(Array.prototype as any).left = 1;
(Math as any).left = 1;
export const add = (a: number, b: number): number => a + b;
