const Error: any = Object;
export const f = (): any => { throw {}; };
