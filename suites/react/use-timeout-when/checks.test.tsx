import * as answer from "./answer";
import { act, renderHook } from "@testing-library/react";
import { pickExport } from "bakeoff";

const useTimeoutWhen: any = pickExport(answer as any, { name: "useTimeoutWhen", like: /^use[A-Z]/ });

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const use = (first: any) => {
  const calls: any[] = [];
  const { rerender, unmount } = renderHook(({ ms = 100, when = true, key = 0, n = 0 }: any) => useTimeoutWhen(() => calls.push(n), ms, when, key), { initialProps: first });
  return { calls, next: rerender, unmount };
};
const wait = (ms: number) => act(() => void vi.advanceTimersByTime(ms));

test("calls once", () => {
  const { calls } = use({});
  wait(95);
  expect(calls).toHaveLength(0);
  wait(500);
  expect(calls).toHaveLength(1);
});

test("delay and condition may be left out", () => {
  const [usual, delayed] = [vi.fn(), vi.fn()];
  renderHook(() => useTimeoutWhen(usual));
  renderHook(() => useTimeoutWhen(delayed, 100));
  wait(5);
  expect([usual.mock.calls.length, delayed.mock.calls.length]).toEqual([1, 0]);
  wait(100);
  expect([usual.mock.calls.length, delayed.mock.calls.length]).toEqual([1, 1]);
});

test("waits for its condition", () => {
  const { calls, next } = use({ when: false });
  wait(300);
  expect(calls).toHaveLength(0);
  next({ when: true });
  wait(95);
  expect(calls).toHaveLength(0);
  wait(10);
  expect(calls).toHaveLength(1);
});

test("does not call when the condition ends before", () => {
  const { calls, next } = use({});
  wait(50);
  next({ when: false });
  wait(300);
  expect(calls).toHaveLength(0);
});

test("another key begins anew", () => {
  const { calls, next } = use({});
  wait(60);
  next({ key: 1 });
  wait(60);
  expect(calls).toHaveLength(0);
  wait(50);
  expect(calls).toHaveLength(1);
  next({ key: "again" });
  wait(105);
  expect(calls).toHaveLength(2);
});

test("another delay begins anew", () => {
  const { calls, next } = use({});
  wait(60);
  next({ ms: 200 });
  wait(150);
  expect(calls).toHaveLength(0);
  wait(60);
  expect(calls).toHaveLength(1);
});

test("calls the latest callback and does not wait longer for it", () => {
  const { calls, next } = use({ n: 1 });
  wait(60);
  next({ n: 2 });
  wait(50);
  expect(calls).toEqual([2]);
});

test("ends with the component", () => {
  const { calls, unmount } = use({});
  unmount();
  wait(300);
  expect(calls).toHaveLength(0);
});
