import * as answer from "./answer";
import { act, renderHook } from "@testing-library/react";
import { pickExport } from "bakeoff";

const useDebouncedAsyncEffect: any = pickExport(answer as any, { name: "useDebouncedAsyncEffect", like: /^use[A-Z]/ });

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});
const wait = (ms: number) => act(() => void vi.advanceTimersByTime(ms));

const flush = () => act(async () => { for (let i = 0; i < 10; i++) await Promise.resolve(); });
const use = (...more: any[]) => {
  const runs: any[] = [];
  const hook = renderHook(
    ({ n, dep }: any) =>
      useDebouncedAsyncEffect(
        (shouldContinue: () => boolean) => new Promise((resolve) => runs.push({ n, shouldContinue, resolve })),
        [dep],
        ...more
      ),
    { initialProps: { n: 1, dep: "a" } }
  );
  return { ...hook, runs, ns: () => runs.map(({ n }) => n) };
};

test("runs after the delay", () => {
  const { ns } = use(300);
  wait(290);
  expect(ns()).toEqual([]);
  wait(20);
  expect(ns()).toEqual([1]);
  const usual = use();
  wait(490);
  expect(usual.ns()).toEqual([]);
  wait(20);
  expect(usual.ns()).toEqual([1]);
});

test("a change begins the waiting anew, with the latest effect", () => {
  const { ns, rerender } = use(300);
  wait(200);
  rerender({ n: 2, dep: "b" });
  wait(200);
  rerender({ n: 3, dep: "b" });
  expect(ns()).toEqual([]);
  wait(110);
  expect(ns()).toEqual([3]);
});

test("says whether the effect should go on", () => {
  const { runs, rerender, unmount } = use(300);
  wait(310);
  expect(runs[0].shouldContinue()).toBe(true);
  rerender({ n: 2, dep: "a" });
  expect(runs[0].shouldContinue()).toBe(true);
  rerender({ n: 3, dep: "b" });
  expect(runs[0].shouldContinue()).toBe(false);
  wait(310);
  expect(runs.map(({ shouldContinue }) => shouldContinue())).toEqual([false, true]);
  unmount();
  expect(runs.map(({ shouldContinue }) => shouldContinue())).toEqual([false, false]);
});

test("cleans up with the result", async () => {
  const cleanup = vi.fn();
  const { runs, rerender, unmount } = use(300, cleanup);
  wait(310);
  runs[0].resolve("first");
  await flush();
  expect(cleanup).not.toHaveBeenCalled();
  rerender({ n: 2, dep: "b" });
  expect(cleanup.mock.calls).toEqual([["first"]]);
  rerender({ n: 3, dep: "c" });
  expect(cleanup.mock.calls).toEqual([["first"], [undefined]]);
  wait(310);
  runs[1].resolve("third");
  await flush();
  unmount();
  expect(cleanup.mock.calls).toEqual([["first"], [undefined], ["third"]]);
});

test("a late result counts for nothing", async () => {
  const cleanup = vi.fn();
  const { runs, rerender } = use(300, cleanup);
  wait(310);
  rerender({ n: 2, dep: "b" });
  runs[0].resolve("late");
  await flush();
  rerender({ n: 3, dep: "c" });
  expect(cleanup.mock.calls).toEqual([[undefined], [undefined]]);
});

test("what waits at the end never runs", () => {
  const { ns, unmount } = use(300);
  wait(200);
  unmount();
  wait(500);
  expect(ns()).toEqual([]);
});
