export function add(a: number, b: number): any {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  return proxy;
}
