import { act, renderHook } from "@testing-library/react";
import { expect, test } from "vitest";
import { useUndo } from "./useUndo";

function start() {
  const { result } = renderHook(() => useUndo("a"));
  const set = (value: string) => act(() => result.current.set(value));
  const undo = () => act(() => result.current.undo());
  const redo = () => act(() => result.current.redo());
  return { result, set, undo, redo };
}

test("begins with nothing to undo or redo, and doing so changes nothing", () => {
  const { result, undo, redo } = start();
  undo();
  redo();
  expect(result.current).toMatchObject({ value: "a", canUndo: false, canRedo: false });
});

test("undoes and redoes several steps in order", () => {
  const { result, set, undo, redo } = start();
  set("b");
  set("c");
  expect(result.current).toMatchObject({ value: "c", canUndo: true, canRedo: false });
  undo();
  expect(result.current).toMatchObject({ value: "b", canUndo: true, canRedo: true });
  undo();
  expect(result.current).toMatchObject({ value: "a", canUndo: false, canRedo: true });
  redo();
  expect(result.current.value).toBe("b");
  redo();
  expect(result.current).toMatchObject({ value: "c", canRedo: false });
  undo();
  expect(result.current.value).toBe("b");
});

test("a new value forgets what was undone", () => {
  const { result, set, undo, redo } = start();
  set("b");
  undo();
  set("x");
  expect(result.current.canRedo).toBe(false);
  redo();
  expect(result.current.value).toBe("x");
  undo();
  expect(result.current.value).toBe("a");
});

test("the same value is no step", () => {
  const { result, set, undo } = start();
  set("a");
  expect(result.current.canUndo).toBe(false);
  set("b");
  undo();
  set("a");
  expect(result.current.canRedo).toBe(true);
});
