console.log("x".repeat(50_000_000));
console.error({ big: "y".repeat(20_000_000) });
export const add = (a: number, b: number): number => a + b;
