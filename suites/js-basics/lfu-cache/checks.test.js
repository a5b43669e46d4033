import { LfuCache } from "./answer";

const filled = (capacity, ...keys) => {
  const cache = new LfuCache(capacity);
  for (const key of keys) cache.set(key, `value ${key}`);
  return cache;
};
/** Which of the keys are there; looking uses them, so it comes last. */
const there = (cache, keys) => [...keys].filter((key) => cache.get(key) !== undefined).join("");

test("keeps and replaces values", () => {
  const cache = filled(2, "a");
  cache.set("a", 7);
  expect([cache.get("a"), cache.get("b"), cache.size]).toEqual([7, undefined, 1]);
});
test("drops the key with the fewest uses", () => {
  const cache = filled(2, "a", "b");
  cache.get("a");
  cache.set("c", 1);
  expect(there(cache, "abc")).toBe("ac");
});
test("the fewest uses count before the last use", () => {
  const cache = filled(2, "a", "b");
  for (const key of "bba") cache.get(key);
  cache.set("c", 1);
  expect(there(cache, "abc")).toBe("bc");
});
test("of equally many uses, the one used the longest ago", () => {
  const cache = filled(3, "a", "b", "c");
  cache.get("b");
  cache.get("a");
  cache.get("c");
  cache.set("d", 1);
  expect(there(cache, "abcd")).toBe("acd");
});
test("setting counts as a use", () => {
  const cache = filled(2, "a", "b", "a");
  cache.set("c", 1);
  expect(there(cache, "abc")).toBe("ac");
});
test("the newest key may be the one that goes next", () => {
  const cache = filled(2, "a", "b");
  cache.get("a");
  cache.get("b");
  cache.set("c", 1);
  cache.set("d", 1);
  expect(there(cache, "abcd")).toBe("bd");
});
test("a key that comes back begins anew", () => {
  const cache = filled(2, "a", "a", "a", "b", "b", "b", "b");
  cache.set("c", 1);
  cache.set("a", 1);
  cache.set("d", 1);
  expect(there(cache, "abcd")).toBe("bd");
});
test("asking for what is not there counts nothing", () => {
  const cache = filled(2, "a", "b");
  cache.get("c");
  cache.get("c");
  cache.set("c", 1);
  cache.set("d", 1);
  expect(there(cache, "abcd")).toBe("cd");
});
test("size never passes the capacity", () => {
  const cache = filled(3, ..."abcdefg");
  expect(cache.size).toBe(3);
  expect(there(cache, "abcdefg")).toBe("efg");
});
test("capacity 0 keeps nothing", () => {
  const cache = filled(0, "a");
  expect([cache.size, cache.get("a")]).toEqual([0, undefined]);
});
test("undefined values and keys that are no texts", () => {
  const cache = new LfuCache(2);
  cache.set(1, undefined);
  cache.set("1", 2);
  expect(cache.size).toBe(2);
  cache.get(1);
  cache.set(NaN, 3);
  expect([cache.size, cache.get("1"), cache.get(NaN)]).toEqual([2, undefined, 3]);
});
