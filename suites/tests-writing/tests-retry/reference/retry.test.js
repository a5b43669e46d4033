import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { retry } from "./retry";

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

const failing = (n) => vi.fn(async (attempt) => {
  if (attempt <= n) throw new Error(`failure ${attempt}`);
  return `result ${attempt}`;
});

test("returns the first result, counting from 1", async () => {
  const job = failing(0);
  expect(await retry(job, 3, 10)).toBe("result 1");
  expect(job.mock.calls).toEqual([[1]]);
});

test("waits twice as long each time", async () => {
  const job = failing(2);
  const result = retry(job, 3, 100);
  await vi.advanceTimersByTimeAsync(99);
  expect(job).toHaveBeenCalledTimes(1);
  await vi.advanceTimersByTimeAsync(1);
  expect(job).toHaveBeenCalledTimes(2);
  await vi.advanceTimersByTimeAsync(199);
  expect(job).toHaveBeenCalledTimes(2);
  await vi.advanceTimersByTimeAsync(1);
  expect(await result).toBe("result 3");
});

test("gives up with the last error at once", async () => {
  const job = failing(9);
  let message = "";
  retry(job, 2, 100).catch((error) => { message = error.message; });
  await vi.advanceTimersByTimeAsync(100);
  expect(message).toBe("failure 2");
  await vi.advanceTimersByTimeAsync(1000);
  expect(job).toHaveBeenCalledTimes(2);
});

test("a job that throws at once is tried again", async () => {
  let n = 0;
  const result = retry(() => {
    n += 1;
    if (n === 1) throw new Error("at once");
    return Promise.resolve("well");
  }, 2, 5);
  await vi.advanceTimersByTimeAsync(5);
  expect(await result).toBe("well");
});
