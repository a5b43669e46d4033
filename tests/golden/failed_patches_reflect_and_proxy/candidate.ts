Reflect.get = () => () => undefined;
Reflect.apply = () => undefined;
(globalThis as any).Proxy = function () {
  return () => undefined;
};
export const add = (a: number, b: number): number => a - b;
