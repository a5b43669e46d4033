export function memoize(fn) {
  const root = { next: new Map() };
  return function (...values) {
    const key = values.join();
    if (!root.next.has(key)) root.next.set(key, {});
    const place = root.next.get(key);
    if (!("result" in place)) place.result = fn.apply(this, values);
    return place.result;
  };
}
