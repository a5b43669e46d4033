const lies = new Proxy(Promise.resolve(0), { get: (target: any, key) => (key === "then" ? () => Promise.resolve() : Reflect.get(target, key)), getPrototypeOf: () => Promise.prototype });
export const load = (): any => lies;
