import * as answer from "./answer";
import { act, renderHook } from "@testing-library/react";
import { pickExport } from "bakeoff";

const useDebouncedEffect: any = pickExport(answer as any, { name: "useDebouncedEffect", like: /^use[A-Z]/ });

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});
const wait = (ms: number) => act(() => void vi.advanceTimersByTime(ms));

const use = (...more: any[]) => {
  const log: string[] = [];
  const hook = renderHook(
    ({ n, dep }: any) =>
      useDebouncedEffect(
        () => {
          log.push(`run ${n}`);
          return () => void log.push(`end ${n}`);
        },
        [dep],
        ...more
      ),
    { initialProps: { n: 1, dep: "a" } }
  );
  return { ...hook, log };
};

test("runs after the delay, once", () => {
  const { log } = use(300);
  wait(290);
  expect(log).toEqual([]);
  wait(20);
  expect(log).toEqual(["run 1"]);
  wait(1000);
  expect(log).toEqual(["run 1"]);
});

test("waits half a second when nothing else is said", () => {
  const { log } = use();
  wait(490);
  expect(log).toEqual([]);
  wait(20);
  expect(log).toEqual(["run 1"]);
});

test("a change begins the waiting anew", () => {
  const { log, rerender } = use(300);
  wait(200);
  rerender({ n: 2, dep: "b" });
  wait(200);
  expect(log).toEqual([]);
  wait(110);
  expect(log).toEqual(["run 2"]);
});

test("a render without a change neither waits longer nor leaves an old effect", () => {
  const { log, rerender } = use(300);
  wait(200);
  rerender({ n: 2, dep: "a" });
  wait(110);
  expect(log).toEqual(["run 2"]);
  rerender({ n: 3, dep: "a" });
  wait(400);
  expect(log).toEqual(["run 2"]);
});

test("cleans up as soon as a dependency changes, once", () => {
  const { log, rerender, unmount } = use(300);
  wait(310);
  rerender({ n: 2, dep: "b" });
  expect(log).toEqual(["run 1", "end 1"]);
  rerender({ n: 3, dep: "c" });
  wait(310);
  expect(log).toEqual(["run 1", "end 1", "run 3"]);
  unmount();
  expect(log).toEqual(["run 1", "end 1", "run 3", "end 3"]);
});

test("what waits at the end never runs", () => {
  const { log, unmount } = use(300);
  wait(200);
  unmount();
  wait(500);
  expect(log).toEqual([]);
  expect(vi.getTimerCount()).toBe(0);
});
