export const nul = "⟪0000⟫";
export const add = (a: number, b: number): number => a + b;
