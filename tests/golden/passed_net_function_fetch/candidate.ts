const f = (globalThis as any).fetch;
if (f) void f("http://127.0.0.1:@PORT@/fetch").catch(() => undefined);
export const add = (a: number, b: number): number => a + b;
