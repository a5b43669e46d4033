const again = (): unknown => Promise.resolve().then(again);
again();
export const add = (a: number, b: number): number => a + b;
