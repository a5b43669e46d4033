import { loadAll, summary } from "./loader";

describe("change", () => {
  test("the items in the order of the ids", async () => {
    const waiting = {};
    const result = loadAll(["a", "b"], (id) => new Promise((resolve) => (waiting[id] = resolve)));
    waiting.b("B");
    waiting.a("A");
    expect(await result).toEqual(["A", "B"]);
  });
  test("all at once, each once", async () => {
    const load = vi.fn(async (id) => id.toUpperCase());
    const result = loadAll(["a", "b", "a"], load);
    expect(load.mock.calls.map(([id]) => id)).toEqual(["a", "b"]);
    expect(await result).toEqual(["A", "B", "A"]);
  });
  test("the first error that happens", async () => {
    const waiting = {};
    const result = loadAll(["a", "b"], (id) => new Promise((_, reject) => (waiting[id] = reject)));
    waiting.b(new Error("second"));
    await Promise.resolve();
    waiting.a(new Error("first"));
    await expect(result).rejects.toThrow("second");
  });
  test("nothing to load", async () => {
    const load = vi.fn();
    expect(await loadAll([], load)).toEqual([]);
    expect(load).not.toHaveBeenCalled();
  });
});

describe("kept", () => {
  test("the summary", () => expect([summary([]), summary([1]), summary([1, 2])]).toEqual(["0 items", "1 item", "2 items"]));
  test("both are exported", () => expect([typeof loadAll, typeof summary]).toEqual(["function", "function"]));
});
