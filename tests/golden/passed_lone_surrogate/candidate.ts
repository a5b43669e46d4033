export const half = "⟪d800⟫";
console.log(half);
export const add = (a: number, b: number): number => a + b;
