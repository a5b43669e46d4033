addEventListener("unload", () => { for (;;); });
addEventListener("pagehide", () => { for (;;); });
export const add = (a: number, b: number): number => a + b;
