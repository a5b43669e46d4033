import { LruCache } from "./answer";

const filled = (capacity, ...keys) => {
  const cache = new LruCache(capacity);
  for (const key of keys) cache.set(key, `value of ${key}`);
  return cache;
};
const has = (cache, keys) => [...keys].filter((key) => cache.has(key)).join("");

test("gives what was stored", () => {
  const cache = filled(2, "a", "b");
  expect(cache.get("a")).toBe("value of a");
  expect(cache.get("x")).toBe(undefined);
  expect(cache.size).toBe(2);
});
test("starts empty", () => {
  expect(new LruCache(3).size).toBe(0);
  expect(new LruCache(3).has("a")).toBe(false);
});
test("the oldest goes", () => {
  expect(has(filled(2, "a", "b", "c"), "abc")).toBe("bc");
});
test("reading makes an entry young", () => {
  const cache = filled(3, "a", "b", "c");
  cache.get("a");
  cache.set("d", 4);
  expect(has(cache, "abcd")).toBe("acd");
  expect(cache.get("a")).toBe("value of a");
});
test("writing again makes an entry young and takes no further place", () => {
  const cache = filled(2, "a", "b");
  cache.set("a", 5);
  expect(cache.size).toBe(2);
  expect(has(cache, "ab")).toBe("ab");
  cache.set("c", 6);
  expect(has(cache, "abc")).toBe("ac");
  expect(cache.get("a")).toBe(5);
});
test("writing the youngest again lets nothing go", () => {
  const cache = filled(2, "a", "b");
  cache.set("b", 7);
  expect(has(cache, "ab")).toBe("ab");
});
test("asking whether a key is there is not reading", () => {
  const cache = filled(2, "a", "b");
  cache.has("a");
  cache.set("c", 1);
  expect(has(cache, "abc")).toBe("bc");
});
test("reading a key that is not there changes nothing", () => {
  const cache = filled(2, "a", "b");
  expect(cache.get("x")).toBe(undefined);
  expect(cache.size).toBe(2);
  expect(has(cache, "abx")).toBe("ab");
});
test("undefined can be stored", () => {
  const cache = new LruCache(2);
  cache.set("a", undefined);
  expect(cache.has("a")).toBe(true);
  expect(cache.size).toBe(1);
  cache.set("b", 1);
  cache.get("a");
  cache.set("c", 2);
  expect(has(cache, "abc")).toBe("ac");
});
test("keys of any type", () => {
  const key = {};
  const cache = new LruCache(3);
  cache.set(key, 1);
  cache.set(1, "number");
  cache.set("1", "text");
  expect([cache.get(key), cache.get({}), cache.get(1), cache.get("1")]).toEqual([1, undefined, "number", "text"]);
});
test("undefined can be a key, and goes when its turn comes", () => {
  const cache = new LruCache(2);
  cache.set(undefined, 1);
  cache.set("a", 2);
  expect([cache.has(undefined), cache.get(undefined), cache.size]).toEqual([true, 1, 2]);
  cache.get("a");
  cache.set("b", 3);
  expect([cache.has(undefined), cache.get(undefined), cache.size]).toEqual([false, undefined, 2]);
});
test("one place", () => {
  expect(has(filled(1, "a", "b"), "ab")).toBe("b");
});
