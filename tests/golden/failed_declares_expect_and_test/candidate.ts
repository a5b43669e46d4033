export const f = (): any => 0;
const expect: any = () => ({ toBe() {} });
const vi: any = { fn: () => 0 }, window: any = {}, globalThis: any = {};
