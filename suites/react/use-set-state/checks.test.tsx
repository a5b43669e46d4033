import * as answer from "./answer";
import { act, renderHook } from "@testing-library/react";
import { pickExport } from "bakeoff";

const useSetState: any = pickExport(answer as any, { name: "useSetState", like: /^use[A-Z]/ });

const use = (...args: any[]) => renderHook(() => useSetState(...args)).result;

test("begins with what it is given", () => {
  expect(use({ a: 1 }).current[0]).toEqual({ a: 1 });
  expect(use().current[0]).toEqual({});
});

test("merges", () => {
  const result = use({ a: 1, b: 2 });
  const [before] = result.current;
  act(() => result.current[1]({ b: 3, c: undefined }));
  expect(result.current[0]).toEqual({ a: 1, b: 3, c: undefined });
  expect(before).toEqual({ a: 1, b: 2 });
  expect(result.current[0]).not.toBe(before);
});

test("merges one level deep", () => {
  const result = use({ user: { name: "Ann", age: 3 } });
  act(() => result.current[1]({ user: { name: "Bob" } }));
  expect(result.current[0]).toEqual({ user: { name: "Bob" } });
});

test("takes a function", () => {
  const result = use({ count: 1, other: 2 });
  act(() => result.current[1]((state: any) => ({ count: state.count + 1 })));
  expect(result.current[0]).toEqual({ count: 2, other: 2 });
});

test("all calls before the next render take effect", () => {
  const result = use({ count: 1 });
  act(() => {
    result.current[1]({ a: 1 });
    result.current[1]({ b: 2 });
    result.current[1]((state: any) => ({ count: state.count + state.a + state.b }));
  });
  expect(result.current[0]).toEqual({ count: 4, a: 1, b: 2 });
});

test("setState stays the same", () => {
  const result = use({ a: 1 });
  const [, setState] = result.current;
  act(() => setState({ a: 2 }));
  expect(result.current[1]).toBe(setState);
});
