import * as answer from "./answer";
import { act, renderHook } from "@testing-library/react";
import { pickExport } from "bakeoff";

const useUpdateEffect: any = pickExport(answer as any, { name: "useUpdateEffect", like: /^use[A-Z]/ });

const log: any[] = [];
beforeEach(() => void (log.length = 0));
const use = (withDeps = true) =>
  renderHook(
    ({ n, dep }: any) =>
      useUpdateEffect(
        () => {
          log.push(`run ${n}`);
          return () => log.push(`end ${n}`);
        },
        ...(withDeps ? [[dep]] : [])
      ),
    { initialProps: { n: 1, dep: "a" } }
  );

test("does not run at first", () => {
  const { unmount } = use();
  expect(log).toEqual([]);
  unmount();
  expect(log).toEqual([]);
});

test("runs when a dependency changes", () => {
  const { rerender } = use();
  rerender({ n: 2, dep: "a" });
  expect(log).toEqual([]);
  rerender({ n: 3, dep: "b" });
  expect(log).toEqual(["run 3"]);
});

test("cleans up before the next run and at the end", () => {
  const { rerender, unmount } = use();
  rerender({ n: 2, dep: "b" });
  rerender({ n: 3, dep: "b" });
  rerender({ n: 4, dep: "c" });
  expect(log).toEqual(["run 2", "end 2", "run 4"]);
  unmount();
  expect(log).toEqual(["run 2", "end 2", "run 4", "end 4"]);
});

test("without dependencies it runs after each later render", () => {
  const { rerender } = use(false);
  expect(log).toEqual([]);
  rerender({ n: 2, dep: "a" });
  rerender({ n: 3, dep: "a" });
  expect(log).toEqual(["run 2", "end 2", "run 3"]);
});
