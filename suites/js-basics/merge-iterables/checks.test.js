import { mergeSorted } from "./answer";

const up = (a, b) => a - b;
/** A source that notes what is asked of it. */
function noted(...values) {
  const log = { taken: 0, closed: 0 };
  const iterator = {
    next: () => (log.taken < values.length ? { value: values[log.taken++], done: false } : { value: undefined, done: true }),
    return: () => (log.closed++, { value: undefined, done: true }),
  };
  return [{ [Symbol.iterator]: () => iterator }, log];
}

test.each([
  [[], []],
  [[[]], []],
  [[[1, 2, 3]], [1, 2, 3]],
  [[[1, 4], [2, 3]], [1, 2, 3, 4]],
  [[[5], [], [1, 9], [4]], [1, 4, 5, 9]],
  [[[1, 1], [1]], [1, 1, 1]],
  [[[-3, 10], [2, 30], [-5]], [-5, -3, 2, 10, 30]],
  [[[0, 0], [0]], [0, 0, 0]],
])("%j", (sources, expected) => {
  expect([...mergeSorted(up, ...sources)]).toEqual(expected);
});
test("takes any iterable", () => {
  const generator = (function* () { yield 2; yield 5; })();
  expect([...mergeSorted(up, new Set([1, 6]), generator, new Map([[3, 0]]).keys())]).toEqual([1, 2, 3, 5, 6]);
});
test("equal values come from the earlier source first", () => {
  const compare = (a, b) => a.n - b.n;
  const sources = [[{ n: 1, s: "a" }, { n: 2, s: "a" }], [{ n: 1, s: "b" }, { n: 1, s: "c" }], [{ n: 1, s: "d" }]];
  expect([...mergeSorted(compare, ...sources)].map(({ n, s }) => n + s)).toEqual(["1a", "1b", "1c", "1d", "2a"]);
});
test("by its own order", () => {
  expect([...mergeSorted((a, b) => b.length - a.length, ["ccc", "a"], ["bb"])]).toEqual(["ccc", "bb", "a"]);
});
test("undefined is a value", () => {
  expect([...mergeSorted(() => 0, [undefined, 1], [undefined])]).toEqual([undefined, 1, undefined]);
});
test("takes from endless sources", () => {
  const every = function* (step) { for (let n = step; ; n += step) yield n; };
  const merged = mergeSorted(up, every(2), every(3));
  expect(Array.from({ length: 7 }, () => merged.next().value)).toEqual([2, 3, 4, 6, 6, 8, 9]);
});
test("takes nothing before it is asked, then one ahead at most", () => {
  const [one, oneLog] = noted(1, 2, 3, 4);
  const [two, twoLog] = noted(10, 20);
  const merged = mergeSorted(up, one, two);
  expect([oneLog.taken, twoLog.taken]).toEqual([0, 0]);
  merged.next();
  expect(oneLog.taken).toBeLessThanOrEqual(2);
  expect(twoLog.taken).toBe(1);
  merged.next();
  expect(oneLog.taken).toBeLessThanOrEqual(3);
  expect(twoLog.taken).toBe(1);
});
test("closes what is not exhausted when the consumer stops", () => {
  const [one, oneLog] = noted(1);
  const [two, twoLog] = noted(2, 5, 6);
  const [three, threeLog] = noted(9);
  for (const value of mergeSorted(up, one, two, three)) if (value === 5) break;
  expect([oneLog.closed, twoLog.closed, threeLog.closed]).toEqual([0, 1, 1]);
});
test("closes nothing at a full end", () => {
  const [one, oneLog] = noted(1, 3);
  const [two, twoLog] = noted(2);
  expect([...mergeSorted(up, one, two)]).toEqual([1, 2, 3]);
  expect([oneLog.closed, twoLog.closed]).toEqual([0, 0]);
});
test("iterators without return", () => {
  let n = 0;
  const plain = { [Symbol.iterator]: () => ({ next: () => ({ value: ++n, done: false }) }) };
  for (const value of mergeSorted(up, plain)) if (value === 3) break;
  expect(n).toBeLessThanOrEqual(4);
});
