import * as answer from "./answer";
import { act, renderHook } from "@testing-library/react";
import { pickExport } from "bakeoff";

const useEffectOnceWhen: any = pickExport(answer as any, { name: "useEffectOnceWhen", like: /^use[A-Z]/ });

const use = (first: any) => {
  const calls: any[] = [];
  const { rerender } = renderHook(({ when, n }) => useEffectOnceWhen(() => calls.push(n), when), { initialProps: { when: first, n: 0 } as any });
  return { calls, next: (when: any, n: number) => rerender({ when, n }) };
};

test("calls after the first render when nothing is said", () => {
  const call = vi.fn();
  const { rerender } = renderHook(() => useEffectOnceWhen(call));
  expect(call).toHaveBeenCalledTimes(1);
  rerender();
  expect(call).toHaveBeenCalledTimes(1);
});

test("waits for its condition", () => {
  const { calls, next } = use(false);
  next(false, 1);
  expect(calls).toEqual([]);
  next(true, 2);
  expect(calls).toEqual([2]);
});

test("never calls a second time", () => {
  const { calls, next } = use(true);
  next(false, 1);
  next(true, 2);
  next(false, 3);
  next(true, 4);
  expect(calls).toEqual([0]);
});

test("calls after the render, not in it", () => {
  const order: string[] = [];
  renderHook(() => {
    useEffectOnceWhen(() => order.push("called"));
    order.push("rendered");
  });
  expect(order.slice(0, 2)).toEqual(["rendered", "called"]);
});
