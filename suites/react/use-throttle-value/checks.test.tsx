import * as answer from "./answer";
import { act, renderHook } from "@testing-library/react";
import { pickExport } from "bakeoff";

const useThrottle: any = pickExport(answer as any, { name: "useThrottle", like: /^use[A-Z]/ });

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});
const wait = (ms: number) => act(() => void vi.advanceTimersByTime(ms));

const use = (...more: any[]) => renderHook(({ value }) => useThrottle(value, ...more), { initialProps: { value: "a" as any } });

test("begins with the value, and a pause", () => {
  const { result, rerender } = use();
  expect(result.current).toBe("a");
  rerender({ value: "b" });
  expect(result.current).toBe("a");
  wait(190);
  expect(result.current).toBe("a");
  wait(20);
  expect(result.current).toBe("b");
});

test("returns the latest of those that came during the pause", () => {
  const { result, rerender } = use(100);
  rerender({ value: "b" });
  wait(50);
  rerender({ value: "c" });
  wait(40);
  expect(result.current).toBe("a");
  wait(20);
  expect(result.current).toBe("c");
});

test("another pause begins with the change", () => {
  const { result, rerender } = use(100);
  rerender({ value: "b" });
  wait(110);
  expect(result.current).toBe("b");
  rerender({ value: "c" });
  wait(60);
  expect(result.current).toBe("b");
  wait(50);
  expect(result.current).toBe("c");
});

test("after a pause without a value the next comes at once", () => {
  const { result, rerender } = use(100);
  wait(150);
  rerender({ value: "b" });
  expect(result.current).toBe("b");
  rerender({ value: "c" });
  expect(result.current).toBe("b");
  wait(110);
  expect(result.current).toBe("c");
});

test("the pause that begins with a late value ends too", () => {
  const { result, rerender } = use(100);
  rerender({ value: "b" });
  wait(110);
  expect(result.current).toBe("b");
  wait(150);
  rerender({ value: "c" });
  expect(result.current).toBe("c");
});

test("values that come all the time do not hold it up", () => {
  const { result, rerender } = use(100);
  const seen = new Set();
  for (let i = 1; i <= 20; i++) {
    rerender({ value: i });
    wait(25);
    seen.add(result.current);
  }
  expect(seen.size).toBeGreaterThanOrEqual(4);
  expect(seen.size).toBeLessThanOrEqual(7);
});

test("takes undefined and 0 as values", () => {
  const { result, rerender } = use(100);
  rerender({ value: 0 });
  wait(110);
  expect(result.current).toBe(0);
  rerender({ value: undefined });
  wait(110);
  expect(result.current).toBeUndefined();
});

test("leaves no timer", () => {
  const { rerender, unmount } = use(100);
  rerender({ value: "b" });
  unmount();
  expect(vi.getTimerCount()).toBe(0);
});
