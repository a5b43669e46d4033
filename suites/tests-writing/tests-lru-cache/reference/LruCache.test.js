import { beforeEach, describe, expect, it } from "vitest";
import { LruCache } from "./LruCache";

describe("LruCache", () => {
  let cache;
  beforeEach(() => {
    cache = new LruCache(2);
    cache.set("a", 1);
    cache.set("b", 2);
  });

  it("drops the oldest entry", () => {
    cache.set("c", 3);
    expect(cache.has("a")).toBe(false);
    expect(cache.get("b")).toBe(2);
    expect(cache.get("c")).toBe(3);
    expect(cache.size).toBe(2);
  });

  it("reading counts", () => {
    cache.get("a");
    cache.set("c", 3);
    expect(cache.has("a")).toBe(true);
    expect(cache.has("b")).toBe(false);
  });

  it("writing again counts and replaces", () => {
    cache.set("a", 10);
    cache.set("c", 3);
    expect(cache.get("a")).toBe(10);
    expect(cache.has("b")).toBe(false);
  });

  it("has does not count as reading", () => {
    cache.has("a");
    cache.set("c", 3);
    expect(cache.has("a")).toBe(false);
  });

  it("keeps undefined as a value and as a key", () => {
    cache.set("u", undefined);
    expect(cache.has("u")).toBe(true);
    cache.get("u");
    cache.set(undefined, 5);
    cache.get("u");
    cache.set("x", 1);
    expect(cache.has("u")).toBe(true);
    expect(cache.has(undefined)).toBe(false);
  });

  it("gives undefined for what is not there", () => {
    expect(cache.get("zzz")).toBeUndefined();
  });
});
