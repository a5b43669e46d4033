import { createBatcher } from "./answer";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});
const watch = (promise) => {
  const seen = {};
  promise.then(
    (value) => Object.assign(seen, { value }),
    (error) => Object.assign(seen, { error }),
  );
  return seen;
};
/** A batcher and the keys of each call. */
const made = (options = {}, loadMany = async (keys) => keys.map((key) => `<${key}>`)) => {
  const calls = [];
  const load = createBatcher((keys) => (calls.push([...keys]), loadMany(keys)), { waitMs: 20, maxSize: 100, ...options });
  return [load, calls];
};

test("loads together what is asked for in time", async () => {
  const [load, calls] = made();
  const seen = [watch(load("a")), watch(load("b"))];
  await vi.advanceTimersByTimeAsync(19);
  seen.push(watch(load("c")));
  expect(calls).toEqual([]);
  await vi.advanceTimersByTimeAsync(1);
  expect(calls).toEqual([["a", "b", "c"]]);
  expect(seen).toEqual([{ value: "<a>" }, { value: "<b>" }, { value: "<c>" }]);
});
test("the time begins with the first key and is not drawn out", async () => {
  const [load, calls] = made();
  watch(load(1));
  await vi.advanceTimersByTimeAsync(15);
  watch(load(2));
  await vi.advanceTimersByTimeAsync(5);
  expect(calls).toEqual([[1, 2]]);
  watch(load(3));
  await vi.advanceTimersByTimeAsync(19);
  expect(calls).toHaveLength(1);
  await vi.advanceTimersByTimeAsync(1);
  expect(calls).toEqual([[1, 2], [3]]);
});
test("a full batch is loaded at once", async () => {
  const [load, calls] = made({ maxSize: 2 });
  const seen = [1, 2, 3].map((key) => watch(load(key)));
  await vi.advanceTimersByTimeAsync(0);
  expect(calls).toEqual([[1, 2]]);
  await vi.advanceTimersByTimeAsync(20);
  expect(calls).toEqual([[1, 2], [3]]);
  await vi.advanceTimersByTimeAsync(100);
  expect(calls).toHaveLength(2);
  expect(seen.map(({ value }) => value)).toEqual(["<1>", "<2>", "<3>"]);
});
test("the next batch after a full one has its own time", async () => {
  const [load, calls] = made({ maxSize: 2 });
  watch(load(1));
  await vi.advanceTimersByTimeAsync(15);
  watch(load(2));
  watch(load(3));
  await vi.advanceTimersByTimeAsync(10);
  expect(calls).toEqual([[1, 2]]);
  await vi.advanceTimersByTimeAsync(10);
  expect(calls).toEqual([[1, 2], [3]]);
});
test("an equal key is handed over once", async () => {
  const [load, calls] = made({ maxSize: 3 });
  const seen = ["a", "a", 1, "1"].map((key) => watch(load(key)));
  await vi.advanceTimersByTimeAsync(0);
  expect(calls).toEqual([["a", 1, "1"]]);
  expect(seen.map(({ value }) => value)).toEqual(["<a>", "<a>", "<1>", "<1>"]);
});
test("keeps no values", async () => {
  const [load, calls] = made();
  watch(load("a"));
  await vi.advanceTimersByTimeAsync(20);
  watch(load("a"));
  await vi.advanceTimersByTimeAsync(20);
  expect(calls).toEqual([["a"], ["a"]]);
});
test("an Error among the values is that of its key", async () => {
  const [load] = made({}, async (keys) => keys.map((key) => (key === "bad" ? new Error("no") : key)));
  const seen = ["good", "bad", "bad"].map((key) => watch(load(key)));
  await vi.advanceTimersByTimeAsync(20);
  expect(seen.map(({ value, error }) => value ?? error.message)).toEqual(["good", "no", "no"]);
});
test.each([
  ["rejects", async () => { throw new TypeError("down"); }, TypeError],
  ["throws", () => { throw new TypeError("down"); }, TypeError],
  ["gives too few", async () => [1], RangeError],
  ["gives too many", async () => [1, 2, 3], RangeError],
])("loadMany %s: all of the batch reject, later ones do not", async (_, failing, kind) => {
  let n = 0;
  const [load] = made({}, (keys) => (n++ ? Promise.resolve(keys) : failing(keys)));
  const seen = ["a", "b"].map((key) => watch(load(key)));
  await vi.advanceTimersByTimeAsync(20);
  expect(seen.every(({ error }) => error instanceof kind)).toBe(true);
  const next = watch(load("c"));
  await vi.advanceTimersByTimeAsync(20);
  expect(next).toEqual({ value: "c" });
});
