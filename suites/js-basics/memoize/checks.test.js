import { memoize } from "./answer";

const counting = (body) => {
  const counted = (...values) => {
    counted.n++;
    return body(...values);
  };
  counted.n = 0;
  return counted;
};

test("calls once for the same arguments", () => {
  const add = counting((a, b) => a + b);
  const fast = memoize(add);
  expect([fast(1, 2), fast(1, 2), fast(2, 1)]).toEqual([3, 3, 3]);
  expect(add.n).toBe(2);
});
test("types matter", () => {
  const type = counting((value) => typeof value);
  const fast = memoize(type);
  expect([fast(1), fast("1"), fast(true), fast("true"), fast(null), fast("null"), fast(undefined)]).toEqual([
    "number", "string", "boolean", "string", "object", "string", "undefined",
  ]);
});
test("no argument differs from undefined", () => {
  const length = counting((...values) => values.length);
  const fast = memoize(length);
  expect([fast(), fast(undefined), fast(undefined, undefined), fast()]).toEqual([0, 1, 2, 0]);
  expect(length.n).toBe(3);
});
test("texts with separators do not mix", () => {
  const join = counting((...values) => values.length);
  const fast = memoize(join);
  expect([fast("a,b"), fast("a", "b"), fast("a|b"), fast('a","b')]).toEqual([1, 2, 1, 1]);
  expect(join.n).toBe(4);
});
test("objects by identity", () => {
  const first = counting((object) => object.a);
  const fast = memoize(first);
  const one = { a: 1 };
  expect([fast(one), fast({ a: 1 }), fast(one)]).toEqual([1, 1, 1]);
  expect(first.n).toBe(2);
  one.a = 5;
  expect(fast(one)).toBe(1);
});
test("NaN is the same as NaN", () => {
  const same = counting((value) => value);
  const fast = memoize(same);
  fast(NaN);
  fast(NaN);
  expect(same.n).toBe(1);
});
test("remembers undefined, null and false", () => {
  const nothing = counting((value) => value);
  const fast = memoize(nothing);
  for (const value of [undefined, null, false, undefined, null, false]) expect(fast(value)).toBe(value);
  expect(nothing.n).toBe(3);
});
test("a call that throws is not remembered", () => {
  let n = 0;
  const fast = memoize(() => {
    n++;
    if (n === 1) throw new Error("first");
    return n;
  });
  expect(() => fast()).toThrow("first");
  expect([fast(), fast()]).toEqual([2, 2]);
});
test("hands on this", () => {
  const object = { factor: 3, times: memoize(function (n) { return this.factor * n; }) };
  expect(object.times(2)).toBe(6);
});
test("two functions remember apart", () => {
  expect([memoize((n) => n + 1)(1), memoize((n) => n + 2)(1)]).toEqual([2, 3]);
});
