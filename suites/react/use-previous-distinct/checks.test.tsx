import * as answer from "./answer";
import { act, renderHook } from "@testing-library/react";
import { pickExport } from "bakeoff";

const usePreviousDistinct: any = pickExport(answer as any, { name: "usePreviousDistinct", like: /^use[A-Z]/ });

const useIt = (value: any, compare: any) => (compare ? usePreviousDistinct(value, compare) : usePreviousDistinct(value));
const use = (first: any, compare?: any) => {
  const { result, rerender } = renderHook(({ value }) => useIt(value, compare), { initialProps: { value: first } });
  return (value: any) => {
    rerender({ value });
    return result.current;
  };
};

test("has none at first", () => {
  expect(renderHook(() => usePreviousDistinct("a")).result.current).toBeUndefined();
});

test("has none while the value stays", () => {
  const next = use("a");
  expect([next("a"), next("a")]).toEqual([undefined, undefined]);
});

test("gives the value before, and keeps it", () => {
  const next = use("a");
  expect([next("b"), next("b"), next("b"), next("c"), next("c"), next("a")]).toEqual(["a", "a", "a", "b", "b", "c"]);
});

test("knows falsy values", () => {
  const next = use(0);
  expect([next(null), next(""), next(false), next(1)]).toEqual([0, null, "", false]);
});

test("compares as it is told", () => {
  const next = use("Apple", (a: string, b: string) => a.toLowerCase() === b.toLowerCase());
  expect([next("APPLE"), next("Pear"), next("pear"), next("Fig")]).toEqual([undefined, "Apple", "Apple", "Pear"]);
});

test("does not compare in the first render", () => {
  const compare = vi.fn(() => true);
  renderHook(() => usePreviousDistinct("a", compare));
  expect(compare).not.toHaveBeenCalled();
});
