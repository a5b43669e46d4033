export function memoize(fn) {
  const root = { next: new Map() };
  return function (...values) {
    let place = root;
    for (const value of values) {
      if (!place.next.has(value)) place.next.set(value, { next: new Map() });
      place = place.next.get(value);
    }
    if (!("result" in place)) {
      place.result = undefined;
      place.result = fn.apply(this, values);
    }
    return place.result;
  };
}
