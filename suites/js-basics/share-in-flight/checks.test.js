import { shareInFlight } from "./answer";

/** A loader whose loads end when the test says so. */
function controlled() {
  const loads = [];
  const load = (key) => new Promise((resolve, reject) => loads.push({ key, resolve, reject }));
  return [shareInFlight(load), loads];
}

test("loads once for askers at the same time", async () => {
  const [get, loads] = controlled();
  const [one, two] = [get("a"), get("a")];
  await Promise.resolve();
  expect(loads).toHaveLength(1);
  loads[0].resolve("x");
  expect(await Promise.all([one, two])).toEqual(["x", "x"]);
});
test("keys load apart", async () => {
  const [get, loads] = controlled();
  const both = Promise.all([get("a"), get("b")]);
  await Promise.resolve();
  expect(loads.map(({ key }) => key)).toEqual(["a", "b"]);
  loads[1].resolve(2);
  loads[0].resolve(1);
  expect(await both).toEqual([1, 2]);
});
test("keeps no results", async () => {
  const [get, loads] = controlled();
  const first = get("a");
  await Promise.resolve();
  loads[0].resolve(1);
  await first;
  const second = get("a");
  await Promise.resolve();
  expect(loads).toHaveLength(2);
  loads[1].resolve(2);
  expect(await second).toBe(2);
});
test("a failure goes to all, and the next call loads anew", async () => {
  const [get, loads] = controlled();
  const tries = [get("a"), get("a")];
  await Promise.resolve();
  const error = new Error("no");
  loads[0].reject(error);
  const results = await Promise.allSettled(tries);
  expect(results.map(({ reason }) => reason === error)).toEqual([true, true]);
  const next = get("a");
  await Promise.resolve();
  expect(loads).toHaveLength(2);
  loads[1].resolve("fine");
  expect(await next).toBe("fine");
});
test("another key does not end the sharing", async () => {
  const [get, loads] = controlled();
  const a = get("a");
  const b = get("b");
  await Promise.resolve();
  loads[1].resolve("b");
  await b;
  const again = get("a");
  await Promise.resolve();
  expect(loads).toHaveLength(2);
  loads[0].resolve("a");
  expect(await Promise.all([a, again])).toEqual(["a", "a"]);
});
test("keys of any type, not as texts", async () => {
  const [get, loads] = controlled();
  const object = {};
  const all = Promise.all([get(1), get("1"), get(object), get({}), get(object), get(undefined), get(NaN), get(NaN)]);
  await Promise.resolve();
  expect(loads).toHaveLength(6);
  loads.forEach(({ resolve }, n) => resolve(n));
  expect(await all).toEqual([0, 1, 2, 3, 2, 4, 5, 5]);
});
test("a thrown error becomes a rejection", async () => {
  let calls = 0;
  const get = shareInFlight(() => {
    calls++;
    throw new TypeError("early");
  });
  await expect(get("a")).rejects.toThrow("early");
  await expect(get("a")).rejects.toThrow(TypeError);
  expect(calls).toBe(2);
});
test("a plain value becomes a promise", async () => {
  const result = shareInFlight((key) => key * 2)(4);
  expect(typeof result.then).toBe("function");
  expect(await result).toBe(8);
});
