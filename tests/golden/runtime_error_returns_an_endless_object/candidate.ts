export function add(a: number, b: number): any {
  return new Proxy({}, {
    ownKeys: () => ["sum"],
    getOwnPropertyDescriptor: () => ({ value: 0, configurable: true, enumerable: true, writable: true }),
    get: (_, key): any => (key === "sum" ? add(a, b) : undefined),
  });
}
