for (let i = 0; i < 200_000; i++) console.log("line", i, "x".repeat(50));
export const add = (a: number, b: number): number => a + b;
