import { act, renderHook } from "@testing-library/react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { useDebouncedValue } from "./useDebouncedValue";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});
const wait = (ms: number) => act(() => vi.advanceTimersByTime(ms));
const start = () => renderHook(({ value, ms }) => useDebouncedValue(value, ms), { initialProps: { value: "a", ms: 100 } });

test("begins with the value at once", () => {
  expect(start().result.current).toBe("a");
});

test("takes a new value after the wait, not before", () => {
  const { result, rerender } = start();
  rerender({ value: "b", ms: 100 });
  wait(99);
  expect(result.current).toBe("a");
  wait(1);
  expect(result.current).toBe("b");
});

test("each change starts the wait again", () => {
  const { result, rerender } = start();
  rerender({ value: "b", ms: 100 });
  wait(60);
  rerender({ value: "c", ms: 100 });
  wait(60);
  expect(result.current).toBe("a");
  wait(40);
  expect(result.current).toBe("c");
});

test("a render with the same value does not start it again", () => {
  const { result, rerender } = start();
  rerender({ value: "b", ms: 100 });
  wait(60);
  rerender({ value: "b", ms: 100 });
  wait(40);
  expect(result.current).toBe("b");
});

test("minds another wait", () => {
  const { result, rerender } = start();
  rerender({ value: "b", ms: 500 });
  wait(499);
  expect(result.current).toBe("a");
  wait(1);
  expect(result.current).toBe("b");
});

test("leaves no timer behind", () => {
  const { unmount } = start();
  unmount();
  expect(vi.getTimerCount()).toBe(0);
});
