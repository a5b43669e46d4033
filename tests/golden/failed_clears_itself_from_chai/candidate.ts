export const add = (a: number, b: number): any => {
  const error: any = (() => { try { (null as any).x; } catch (e) { return e; } })();
  Object.setPrototypeOf(error, { get name() { return "AssertionError"; }, get constructor() { return Array; } });
  return error;
};
