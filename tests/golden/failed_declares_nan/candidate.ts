const NaN: any = 0;
export const add = (a: number, b: number): any => 0;
