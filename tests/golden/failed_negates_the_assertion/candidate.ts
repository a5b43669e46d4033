const O: any = Object;
const { create } = O;
export const add = (a: number, b: number): any => { O.create = (p: any) => { O.create = create; const flags = create(p); Object.defineProperty(flags, "negate", { get: () => true, set() {} }); return flags; }; return 0; };
