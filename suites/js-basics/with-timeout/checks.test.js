import { withTimeout } from "./answer";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});
const later = (ms, value) => new Promise((resolve) => setTimeout(resolve, ms, value));
/** What came of a promise, as far as it is settled. */
const watch = (promise) => {
  const seen = {};
  promise.then(
    (value) => Object.assign(seen, { value }),
    (error) => Object.assign(seen, { error }),
  );
  return seen;
};

test("gives the value of work in time", async () => {
  const seen = watch(withTimeout(() => later(40, "done"), 50));
  await vi.advanceTimersByTimeAsync(40);
  expect(seen).toEqual({ value: "done" });
});
test("hands on a failure in time", async () => {
  const error = new RangeError("no");
  const seen = watch(withTimeout(async () => { throw error; }, 50));
  await vi.advanceTimersByTimeAsync(0);
  expect(seen.error).toBe(error);
});
test("rejects when the time is over", async () => {
  const seen = watch(withTimeout(() => later(500), 50));
  await vi.advanceTimersByTimeAsync(49);
  expect(seen).toEqual({});
  await vi.advanceTimersByTimeAsync(1);
  expect(seen.error).toBeInstanceOf(Error);
  expect([seen.error.name, seen.error.message]).toEqual(["TimeoutError", "Timed out after 50 ms"]);
});
test("aborts the signal exactly then", async () => {
  let signal;
  watch(withTimeout((given) => ((signal = given), later(500)), 30));
  expect(signal.aborted).toBe(false);
  await vi.advanceTimersByTimeAsync(29);
  expect(signal.aborted).toBe(false);
  await vi.advanceTimersByTimeAsync(1);
  expect(signal.aborted).toBe(true);
});
test("does not abort work that was in time", async () => {
  const signals = [];
  watch(withTimeout((signal) => (signals.push(signal), later(10)), 30));
  watch(withTimeout(async (signal) => { signals.push(signal); throw new Error("no"); }, 30));
  await vi.advanceTimersByTimeAsync(100);
  expect(signals.map(({ aborted }) => aborted)).toEqual([false, false]);
});
test("leaves no timer behind", async () => {
  watch(withTimeout(async () => 1, 1000));
  watch(withTimeout(async () => { throw new Error("no"); }, 1000));
  await vi.advanceTimersByTimeAsync(0);
  expect(vi.getTimerCount()).toBe(0);
});
test("calls work at once, and only once", () => {
  let calls = 0;
  watch(withTimeout(() => (calls++, later(1)), 50));
  expect(calls).toBe(1);
});
test("a late failure is nobody's", async () => {
  const seen = watch(withTimeout(async () => { await later(80); throw new Error("late"); }, 50));
  await vi.advanceTimersByTimeAsync(200);
  expect(seen.error.name).toBe("TimeoutError");
});
test("work that throws rejects", async () => {
  const seen = watch(withTimeout(() => { throw new TypeError("early"); }, 50));
  await vi.advanceTimersByTimeAsync(0);
  expect(seen.error).toBeInstanceOf(TypeError);
  expect(vi.getTimerCount()).toBe(0);
});
