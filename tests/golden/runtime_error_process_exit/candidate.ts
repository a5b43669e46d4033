(globalThis as any).process.exit(0);
export const add = (a: number, b: number): number => a - b;
