import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { debounce } from "./debounce";

let fn;
beforeEach(() => {
  vi.useFakeTimers();
  fn = vi.fn();
});
afterEach(() => vi.useRealTimers());

test("calls once, after the last call, with its arguments", () => {
  const later = debounce(fn, 100);
  later("a");
  expect(fn).not.toHaveBeenCalled();
  vi.advanceTimersByTime(99);
  later("b", 2);
  vi.advanceTimersByTime(99);
  expect(fn).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1);
  expect(fn.mock.calls).toEqual([["b", 2]]);
  vi.advanceTimersByTime(1000);
  later("c");
  vi.advanceTimersByTime(100);
  expect(fn.mock.calls).toEqual([["b", 2], ["c"]]);
});

test("hands on this", () => {
  const object = { later: debounce(function () { fn(this); }, 10) };
  object.later();
  vi.advanceTimersByTime(10);
  expect(fn).toHaveBeenCalledWith(object);
});

test("cancel drops the call, for flush too", () => {
  const later = debounce(fn, 10);
  later();
  later.cancel();
  later.flush();
  vi.advanceTimersByTime(100);
  expect(fn).not.toHaveBeenCalled();
});

test("flush calls at once and once", () => {
  const later = debounce(fn, 10);
  later.flush();
  expect(fn).not.toHaveBeenCalled();
  later(1);
  later.flush();
  expect(fn.mock.calls).toEqual([[1]]);
  vi.advanceTimersByTime(100);
  later.flush();
  expect(fn).toHaveBeenCalledTimes(1);
});
