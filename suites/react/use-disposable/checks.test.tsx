import * as answer from "./answer";
import { act, renderHook } from "@testing-library/react";
import { pickExport } from "bakeoff";

const useDisposable: any = pickExport(answer as any, { name: "useDisposable", like: /^use[A-Z]/ });

const use = () => {
  const log: string[] = [];
  const seen: string[] = [];
  const hook = renderHook(
    ({ n, dep }: any) => {
      const resource = useDisposable(() => {
        log.push(`make ${n}`);
        return { n, [Symbol.dispose]: () => void log.push(`end ${n}`) };
      }, [dep]);
      seen.push(resource.n);
      return resource;
    },
    { initialProps: { n: 1, dep: "a" } }
  );
  return { ...hook, log, seen };
};

test("is there in the first render, and made once", () => {
  const { log, seen, result } = use();
  expect(seen[0]).toBe(1);
  expect(log).toEqual(["make 1"]);
  expect(result.current.n).toBe(1);
});

test("stays the same while nothing changes", () => {
  const { log, result, rerender } = use();
  const first = result.current;
  rerender({ n: 2, dep: "a" });
  rerender({ n: 3, dep: "a" });
  expect(result.current).toBe(first);
  expect(log).toEqual(["make 1"]);
});

test("is replaced when a dependency changes", () => {
  const { log, result, rerender } = use();
  rerender({ n: 2, dep: "b" });
  expect([...log].sort()).toEqual(["end 1", "make 1", "make 2"]);
  expect(result.current.n).toBe(2);
  rerender({ n: 3, dep: "b" });
  expect(result.current.n).toBe(2);
  rerender({ n: 4, dep: "c" });
  expect(log.filter((line) => line.startsWith("end"))).toEqual(["end 1", "end 2"]);
  expect(result.current.n).toBe(4);
});

test("is disposed of at the end, once", () => {
  const { log, rerender, unmount } = use();
  rerender({ n: 2, dep: "b" });
  unmount();
  expect(log.filter((line) => line.startsWith("end"))).toEqual(["end 1", "end 2"]);
  expect(log.filter((line) => line.startsWith("make"))).toEqual(["make 1", "make 2"]);
});

test("without dependencies it lives as long as the component", () => {
  const end = vi.fn();
  const make = vi.fn(() => ({ [Symbol.dispose]: end }));
  const { result, rerender, unmount } = renderHook(() => useDisposable(make));
  const first = result.current;
  rerender();
  expect(result.current).toBe(first);
  expect(make).toHaveBeenCalledTimes(1);
  expect(end).not.toHaveBeenCalled();
  unmount();
  expect(end).toHaveBeenCalledTimes(1);
});

test("calls the method on the resource", () => {
  class Resource {
    isOpen = true;
    [Symbol.dispose]() {
      this.isOpen = false;
    }
  }
  const { result, unmount } = renderHook(() => useDisposable(() => new Resource()));
  const resource = result.current;
  expect(resource.isOpen).toBe(true);
  unmount();
  expect(resource.isOpen).toBe(false);
});
