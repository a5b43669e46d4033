import * as answer from "./answer";
import { act, renderHook } from "@testing-library/react";
import { pickExport } from "bakeoff";

const useIntervalWhen: any = pickExport(answer as any, { name: "useIntervalWhen", like: /^use[A-Z]/ });

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const use = (first: any) => {
  const calls: any[] = [];
  const hook = ({ ms = 100, when = true, immediate, n = 0 }: any) => useIntervalWhen(() => calls.push(n), ms, when, immediate);
  const { rerender, unmount } = renderHook(hook, { initialProps: first });
  return { calls, next: rerender, unmount };
};
const wait = (ms: number) => act(() => void vi.advanceTimersByTime(ms));

test("calls again and again", () => {
  const { calls } = use({});
  wait(95);
  expect(calls).toHaveLength(0);
  wait(10);
  expect(calls).toHaveLength(1);
  wait(200);
  expect(calls).toHaveLength(3);
});

test("the condition may be left out", () => {
  const call = vi.fn();
  renderHook(() => useIntervalWhen(call, 100));
  wait(210);
  expect(call).toHaveBeenCalledTimes(2);
});

test("only while the condition holds", () => {
  const { calls, next } = use({ when: false });
  wait(300);
  expect(calls).toHaveLength(0);
  next({ when: true });
  wait(210);
  expect(calls).toHaveLength(2);
  next({ when: false });
  wait(300);
  expect(calls).toHaveLength(2);
});

test("calls at once when it should", () => {
  const { calls } = use({ immediate: true });
  expect(calls).toHaveLength(1);
  wait(105);
  expect(calls).toHaveLength(2);
  expect(use({ immediate: true, when: false }).calls).toHaveLength(0);
});

test("calls the latest callback and keeps the beat", () => {
  const { calls, next } = use({ n: 1 });
  wait(60);
  next({ n: 2 });
  wait(50);
  expect(calls).toEqual([2]);
});

test("takes another duration", () => {
  const { calls, next } = use({});
  next({ ms: 20 });
  wait(65);
  expect(calls).toHaveLength(3);
});

test("ends with the component", () => {
  const { unmount } = use({});
  unmount();
  expect(vi.getTimerCount()).toBe(0);
});
