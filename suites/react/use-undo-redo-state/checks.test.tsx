import * as answer from "./answer";
import { act, renderHook } from "@testing-library/react";
import { pickExport } from "bakeoff";

const useUndoRedoState: any = pickExport(answer as any, { name: "useUndoRedoState", like: /^use[A-Z]/ });

const use = (...args: any[]) => renderHook(() => useUndoRedoState(...args)).result;
const set = (result: any, ...values: any[]) => values.forEach((value) => act(() => result.current[1](value)));
const go = (result: any, name: string, times = 1) => {
  for (let i = 0; i < times; i++) act(() => result.current[2][name]());
  const [state, , { isUndoPossible, isRedoPossible, canUndo, canRedo }] = result.current;
  expect([canUndo(), canRedo()]).toEqual([isUndoPossible, isRedoPossible]);
  return [state, isUndoPossible, isRedoPossible];
};

test("begins without steps", () => {
  const result = use(0);
  expect(go(result, "undo")).toEqual([0, false, false]);
  expect(go(result, "redo")).toEqual([0, false, false]);
});

test("goes back and forward", () => {
  const result = use(0);
  set(result, 1, (n: number) => n + 1);
  expect(result.current[0]).toBe(2);
  expect(go(result, "undo")).toEqual([1, true, true]);
  expect(go(result, "undo")).toEqual([0, false, true]);
  expect(go(result, "undo")).toEqual([0, false, true]);
  expect(go(result, "redo")).toEqual([1, true, true]);
  expect(go(result, "redo")).toEqual([2, true, false]);
  expect(go(result, "redo")).toEqual([2, true, false]);
  expect(go(result, "undo")).toEqual([1, true, true]);
});

test("a new state forgets the steps forward", () => {
  const result = use(0);
  set(result, 1, 2);
  go(result, "undo");
  set(result, 9);
  expect(go(result, "redo")).toEqual([9, true, false]);
  expect(go(result, "undo")).toEqual([1, true, true]);
});

test("forgets what it is told to", () => {
  const result = use(0);
  set(result, 1, 2);
  go(result, "undo");
  expect(go(result, "clearUndoStack")).toEqual([1, false, true]);
  expect(go(result, "redo")).toEqual([2, true, false]);
  go(result, "undo");
  set(result, 3, 4);
  go(result, "undo");
  expect(go(result, "clearRedoStack")).toEqual([3, true, false]);
  set(result, 5);
  go(result, "undo");
  expect(go(result, "clearAll")).toEqual([3, false, false]);
});

test("keeps so many steps back", () => {
  const result = use(0, { maxDepth: 2 });
  set(result, 1, 2, 3);
  expect(go(result, "undo", 5)).toEqual([1, false, true]);
});
