const lies = new Proxy(Promise.resolve(0), { get: (target: any, key) => (key === "then" ? () => Promise.resolve() : Reflect.get(target, key)), getPrototypeOf: () => Promise.prototype });
class Mine extends Promise<any> { override then(): any { return Promise.resolve(); } }
export const load = (): any => Mine.resolve(0);
export const other = (): any => lies;
