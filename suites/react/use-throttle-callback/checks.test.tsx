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

const use = (...more: any[]) => {
  const calls: any[] = [];
  const { result, rerender, unmount } = renderHook(({ n }) => useThrottle((...args: any[]) => calls.push([n, ...args]), ...more), { initialProps: { n: 1 } });
  return { calls, result, call: (...args: any[]) => act(() => result.current[0](...args)), ready: () => result.current[1], next: (n: number) => rerender({ n }), unmount };
};
const wait = (ms: number) => act(() => void vi.advanceTimersByTime(ms));

test("calls at once, with its arguments", () => {
  const { call, calls, ready } = use();
  expect(ready()).toBe(true);
  call("a", 2);
  expect(calls).toEqual([[1, "a", 2]]);
  expect(ready()).toBe(false);
});

test("drops calls during the pause", () => {
  const { call, calls, ready } = use();
  call("a");
  call("b");
  wait(290);
  call("c");
  expect(ready()).toBe(false);
  wait(20);
  expect(ready()).toBe(true);
  expect(calls).toEqual([[1, "a"]]);
  call("d");
  expect(calls).toEqual([
    [1, "a"],
    [1, "d"],
  ]);
});

test("drops calls before the next render too", () => {
  const { calls, result } = use();
  act(() => {
    result.current[0]("a");
    result.current[0]("b");
  });
  expect(calls).toEqual([[1, "a"]]);
});

test("takes another pause", () => {
  const { call, calls } = use(1000);
  call("a");
  wait(400);
  call("b");
  wait(650);
  call("c");
  expect(calls).toEqual([
    [1, "a"],
    [1, "c"],
  ]);
});

test("calls the latest callback by the same function", () => {
  const { call, calls, next, result } = use();
  const [throttled] = result.current;
  next(2);
  expect(result.current[0]).toBe(throttled);
  call("a");
  expect(calls).toEqual([[2, "a"]]);
});

test("leaves no timer", () => {
  const { call, unmount } = use();
  call("a");
  unmount();
  expect(vi.getTimerCount()).toBe(0);
});
