import * as answer from "./answer";
import { act, renderHook } from "@testing-library/react";
import { pickExport } from "bakeoff";

const useTimeTravelState: any = pickExport(answer as any, { name: "useTimeTravelState", like: /^use[A-Z]/ });

const use = (first: any) => renderHook(() => useTimeTravelState(first)).result;
const set = (result: any, ...values: any[]) => values.forEach((value) => act(() => result.current[1](value)));
const go = (result: any, name: string, ...args: any[]) => {
  act(() => result.current[2][name](...args));
  const [value, , { backLength, forwardLength, canUndo, canRedo }] = result.current;
  expect([canUndo, canRedo]).toEqual([backLength > 0, forwardLength > 0]);
  return [value, backLength, forwardLength];
};

test("begins without past and future", () => {
  const [value, , controls] = use(0).current;
  expect([value, controls.backLength, controls.forwardLength, controls.canUndo, controls.canRedo]).toEqual([0, 0, 0, false, false]);
});

test("goes back and forward", () => {
  const result = use(0);
  set(result, 1, (n: number) => n + 1);
  expect(go(result, "back")).toEqual([1, 1, 1]);
  expect(go(result, "undo")).toEqual([0, 0, 2]);
  expect(go(result, "undo")).toEqual([0, 0, 2]);
  expect(go(result, "forward")).toEqual([1, 1, 1]);
  expect(go(result, "redo")).toEqual([2, 2, 0]);
  expect(go(result, "redo")).toEqual([2, 2, 0]);
});

test("goes several steps, at most to the ends", () => {
  const result = use(0);
  set(result, 1, 2, 3, 4);
  expect(go(result, "go", -3)).toEqual([1, 1, 3]);
  expect(go(result, "go", 2)).toEqual([3, 3, 1]);
  expect(go(result, "go", 0)).toEqual([3, 3, 1]);
  expect(go(result, "go", -50)).toEqual([0, 0, 4]);
  expect(go(result, "go", 5)).toEqual([4, 4, 0]);
  expect(go(result, "go", -5)).toEqual([0, 0, 4]);
  expect(go(result, "go", 50)).toEqual([4, 4, 0]);
});

test("a new value drops the future", () => {
  const result = use(0);
  set(result, 1, 2);
  go(result, "back");
  set(result, 9);
  expect(result.current[0]).toBe(9);
  expect(go(result, "back")).toEqual([1, 1, 1]);
  expect(go(result, "forward")).toEqual([9, 2, 0]);
});

test("overwrites the present", () => {
  const result = use(0);
  set(result, 1);
  act(() => result.current[1](5, { overwriteLastEntry: true }));
  expect(result.current[0]).toBe(5);
  expect(go(result, "back")).toEqual([0, 0, 1]);
  expect(go(result, "forward")).toEqual([5, 1, 0]);
});

test("resets", () => {
  const result = use(0);
  set(result, 1, 2);
  go(result, "back");
  expect(go(result, "reset")).toEqual([0, 0, 0]);
  set(result, 1);
  expect(go(result, "reset", 7)).toEqual([7, 0, 0]);
  set(result, 8);
  expect(go(result, "reset")).toEqual([7, 0, 0]);
});
