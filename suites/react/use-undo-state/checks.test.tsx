import * as answer from "./answer";
import { act, renderHook } from "@testing-library/react";
import { pickExport } from "bakeoff";

const useUndoState: any = pickExport(answer as any, { name: "useUndoState", like: /^use[A-Z]/ });

const use = (...args: any[]) => renderHook(() => useUndoState(...args)).result;
const push = (result: any, ...values: any[]) => values.forEach((value) => act(() => result.current[1](value)));
const undo = (result: any, times = 1) => {
  for (let i = 0; i < times; i++) act(() => result.current[2]());
  return result.current[0];
};

test("begins with the value", () => {
  expect(use(42).current[0]).toBe(42);
  expect(undo(use(42))).toBe(42);
});

test("pushes values and functions", () => {
  const result = use(42);
  push(result, 43);
  expect(result.current[0]).toBe(43);
  push(result, (n: number) => n * 2);
  expect(result.current[0]).toBe(86);
});

test("undoes, to the first at most", () => {
  const result = use(1);
  push(result, 2, 3);
  expect(undo(result)).toBe(2);
  expect(undo(result)).toBe(1);
  expect(undo(result)).toBe(1);
  push(result, 9);
  expect(undo(result)).toBe(1);
});

test("falsy values count", () => {
  const result = use(1);
  push(result, 0, null, "");
  expect([undo(result), undo(result), undo(result)]).toEqual([null, 0, 1]);
});

test("keeps so many earlier values", () => {
  const result = use(0, { maxSize: 2 });
  push(result, 1, 2, 3);
  expect(undo(result, 10)).toBe(1);
  const more = use(0);
  push(more, ...Array.from({ length: 100 }, (_, i) => i + 1));
  expect(undo(more, 120)).toBe(0);
  const most = use(0);
  push(most, ...Array.from({ length: 103 }, (_, i) => i + 1));
  expect(undo(most, 120)).toBe(3);
});

test("all calls before the next render take effect", () => {
  const result = use(1);
  act(() => {
    result.current[1]((n: number) => n + 1);
    result.current[1]((n: number) => n + 1);
  });
  expect(result.current[0]).toBe(3);
  expect(undo(result)).toBe(2);
});
