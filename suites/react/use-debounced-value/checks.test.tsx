import * as answer from "./answer";
import { act, renderHook } from "@testing-library/react";
import { pickExport } from "bakeoff";

const useDebouncedValue: any = pickExport(answer as any, { name: "useDebouncedValue", like: /^use[A-Z]/ });

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const use = (first: any, ...more: any[]) => {
  const { result, rerender, unmount } = renderHook(({ value }) => useDebouncedValue(value, 300, ...more), { initialProps: { value: first } });
  return { now: () => result.current[0], set: (value: any) => act(() => result.current[1](value)), next: (value: any) => rerender({ value }), unmount };
};
const wait = (ms: number) => act(() => void vi.advanceTimersByTime(ms));

test("begins with the value", () => {
  const { now } = use("a");
  expect(now()).toBe("a");
  wait(400);
  expect(now()).toBe("a");
});

test("begins with null when it should", () => {
  const { now } = use("a", { initializeWithNull: true });
  expect(now()).toBe(null);
  wait(290);
  expect(now()).toBe(null);
  wait(20);
  expect(now()).toBe("a");
});

test("waits until the value rests", () => {
  const { now, next } = use("a");
  next("b");
  wait(200);
  next("c");
  wait(200);
  expect(now()).toBe("a");
  wait(110);
  expect(now()).toBe("c");
});

test("a render without a change does not prolong the wait", () => {
  const { now, next } = use("a");
  next("b");
  wait(200);
  next("b");
  wait(110);
  expect(now()).toBe("b");
});

test("can be set at once", () => {
  const { now, next, set } = use("a");
  set("x");
  expect(now()).toBe("x");
  next("b");
  wait(310);
  expect(now()).toBe("b");
});

test("leaves no timer", () => {
  const { next, unmount } = use("a");
  next("b");
  unmount();
  expect(vi.getTimerCount()).toBe(0);
});
