import { retry } from "./answer";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** A job that fails as often as said, and the numbers it was called with. */
function failing(failures) {
  const calls = [];
  const job = async (attempt) => {
    calls.push(attempt);
    if (calls.length <= failures) throw new Error(`failure ${calls.length}`);
    return `after ${calls.length}`;
  };
  return [job, calls];
}

test("the first try is enough", async () => {
  const [job, calls] = failing(0);
  expect(await retry(job, 3, 100)).toBe("after 1");
  expect(calls).toEqual([1]);
});
test("waits twice as long each time", async () => {
  const [job, calls] = failing(3);
  const result = retry(job, 5, 100);
  await vi.advanceTimersByTimeAsync(99);
  expect(calls).toEqual([1]);
  await vi.advanceTimersByTimeAsync(1);
  expect(calls).toEqual([1, 2]);
  await vi.advanceTimersByTimeAsync(199);
  expect(calls).toEqual([1, 2]);
  await vi.advanceTimersByTimeAsync(1);
  expect(calls).toEqual([1, 2, 3]);
  await vi.advanceTimersByTimeAsync(399);
  expect(calls).toEqual([1, 2, 3]);
  await vi.advanceTimersByTimeAsync(1);
  expect(calls).toEqual([1, 2, 3, 4]);
  expect(await result).toBe("after 4");
});
test("gives up with the last error, without waiting", async () => {
  const [job, calls] = failing(9);
  let ended = "";
  retry(job, 2, 100).catch((error) => {
    ended = error.message;
  });
  await vi.advanceTimersByTimeAsync(100);
  expect(calls).toEqual([1, 2]);
  expect(ended).toBe("failure 2");
  await vi.advanceTimersByTimeAsync(1000);
  expect(calls).toEqual([1, 2]);
});
test("one try", async () => {
  const [job, calls] = failing(1);
  await expect(retry(job, 1, 100)).rejects.toThrow("failure 1");
  expect(calls).toEqual([1]);
});
test("a job that throws at once is tried again", async () => {
  let n = 0;
  const result = retry(() => {
    n++;
    if (n === 1) throw new Error("at once");
    return Promise.resolve(n);
  }, 2, 50);
  await vi.advanceTimersByTimeAsync(50);
  expect(await result).toBe(2);
});
test("a result of undefined is a result", async () => {
  expect(await retry(async () => undefined, 3, 10)).toBe(undefined);
});
