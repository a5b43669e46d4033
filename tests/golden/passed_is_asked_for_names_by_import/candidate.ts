export function parseInt(x: string) { return Number(x) + 1; }
export class Map { get() { return 7; } }
export const escape = (x: string) => x + "!";
