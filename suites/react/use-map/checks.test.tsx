import * as answer from "./answer";
import { act, renderHook } from "@testing-library/react";
import { pickExport } from "bakeoff";

const useMap: any = pickExport(answer as any, { name: "useMap", like: /^use[A-Z]/ });

const first = { foo: "bar", a: 1 };
const use = (...args: any[]) => renderHook(() => useMap(...args)).result;

test("begins with what it is given", () => {
  expect(use(first).current[0]).toEqual({ foo: "bar", a: 1 });
  expect(use().current[0]).toEqual({});
});

test("gets", () => {
  const result = use(first);
  expect(result.current[1].get("a")).toBe(1);
  expect(result.current[1].get("none")).toBeUndefined();
  act(() => result.current[1].set("a", 2));
  expect(result.current[1].get("a")).toBe(2);
});

test("sets new and old keys in a new object", () => {
  const result = use(first);
  const [before] = result.current;
  act(() => result.current[1].set("b", 2));
  act(() => result.current[1].set("a", 3));
  expect(result.current[0]).toEqual({ foo: "bar", a: 3, b: 2 });
  expect(before).toEqual({ foo: "bar", a: 1 });
  expect(first).toEqual({ foo: "bar", a: 1 });
});

test("all calls before the next render take effect", () => {
  const result = use(first);
  act(() => {
    result.current[1].set("x", 1);
    result.current[1].set("y", 2);
    result.current[1].remove("foo");
  });
  expect(result.current[0]).toEqual({ a: 1, x: 1, y: 2 });
});

test("removes", () => {
  const result = use(first);
  const [before] = result.current;
  act(() => result.current[1].remove("foo"));
  expect(result.current[0]).toEqual({ a: 1 });
  expect("foo" in result.current[0]).toBe(false);
  expect(before).toEqual({ foo: "bar", a: 1 });
  act(() => result.current[1].remove("none"));
  expect(result.current[0]).toEqual({ a: 1 });
});

test("replaces all, and goes back", () => {
  const result = use(first);
  act(() => result.current[1].setAll({ other: 1 }));
  expect(result.current[0]).toEqual({ other: 1 });
  act(() => result.current[1].reset());
  expect(result.current[0]).toEqual({ foo: "bar", a: 1 });
});

test("its functions stay the same", () => {
  const result = use(first);
  const { set, setAll, remove, reset } = result.current[1];
  act(() => set("b", 2));
  expect([result.current[1].set, result.current[1].setAll, result.current[1].remove, result.current[1].reset]).toEqual([set, setAll, remove, reset]);
  expect(result.current[1].set === set && result.current[1].remove === remove).toBe(true);
});
