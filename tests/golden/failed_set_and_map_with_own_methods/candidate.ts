const lying = (given: any): any => Object.assign(given, { has: () => true, get: () => 3, *[Symbol.iterator]() { /* nothing */ } });
class Liar extends Set<number> { override has(): boolean { return true; } }
export const set = (): unknown => lying(new Set([1]));
export const map = (): unknown => lying(new Map([[1, 1]]));
export const classy = (): unknown => new Liar([1]);
