import { Cache } from "./cache";

let time = 0;
function at(start) {
  time = start;
  return new Cache(100, () => time);
}

describe("change", () => {
  test("reading does not keep it", () => {
    const cache = at(0).set("a", 1);
    time = 60;
    expect(cache.get("a")).toBe(1);
    time = 120;
    expect(cache.get("a")).toBe(undefined);
  });
  test("gone at exactly that moment", () => {
    const cache = at(0).set("a", 1);
    time = 100;
    expect(cache.get("a", "none")).toBe("none");
  });
  test("size counts what is there", () => {
    const cache = at(0).set("a", 1);
    time = 60;
    cache.set("b", 2);
    expect(cache.size).toBe(2);
    time = 100;
    expect(cache.size).toBe(1);
    time = 160;
    expect(cache.size).toBe(0);
  });
});

describe("kept", () => {
  test("goes by the clock of the machine where none is given", () => {
    vi.useFakeTimers();
    try {
      const cache = new Cache(100).set("a", 1);
      vi.advanceTimersByTime(99);
      expect(cache.get("a", "none")).toBe(1);
      const other = new Cache(100).set("b", 2);
      vi.advanceTimersByTime(101);
      expect(other.get("b", "none")).toBe("none");
    } finally {
      vi.useRealTimers();
    }
  });
  test("returns what was set, until then", () => {
    const cache = at(0).set("a", undefined).set("b", 0);
    time = 99;
    expect(cache.get("a", "none")).toBe(undefined);
    expect(cache.get("b", "none")).toBe(0);
    expect(cache.size).toBe(2);
  });
  test("setting again begins again", () => {
    const cache = at(0).set("a", 1);
    time = 90;
    cache.set("a", 2);
    time = 180;
    expect(cache.get("a")).toBe(2);
  });
  test("the fallback, and deleting", () => {
    const cache = at(0).set("a", 1);
    expect(cache.get("x", 5)).toBe(5);
    expect([cache.delete("a"), cache.delete("a")]).toEqual([true, false]);
    expect(cache.get("a")).toBe(undefined);
  });
});
