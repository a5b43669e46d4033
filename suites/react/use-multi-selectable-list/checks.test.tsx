import * as answer from "./answer";
import { act, renderHook } from "@testing-library/react";
import { pickExport } from "bakeoff";

const useMultiSelectableList: any = pickExport(answer as any, { name: "useMultiSelectableList", like: /^use[A-Z]/ });

afterEach(() => {
  vi.restoreAllMocks();
});

const LIST = ["a", "b", "c", "d"];
const use = (...more: any[]) => renderHook(() => useMultiSelectableList(LIST, ...more)).result;
const press = (result: any, get: (c: any) => () => void) => {
  act(() => get(result.current[1])());
  return result.current[0];
};
beforeEach(() => {
  vi.spyOn(console, "warn").mockImplementation(() => {});
});

test("begins with the first, or those it is told", () => {
  expect(use().current[0]).toEqual([[0], ["a"]]);
  expect(use([2, 1]).current[0]).toEqual([[2, 1], ["c", "b"]]);
});

test("toggles by index and by value", () => {
  const result = use();
  expect(press(result, (c) => c.toggleSelection({ index: 2 }))).toEqual([[0, 2], ["a", "c"]]);
  expect(press(result, (c) => c.toggleSelection({ value: "b" }))).toEqual([[0, 2, 1], ["a", "c", "b"]]);
  expect(press(result, (c) => c.toggleSelection({ index: 0 }))).toEqual([[2, 1], ["c", "b"]]);
  expect(press(result, (c) => c.toggleSelection({ value: "c" }))).toEqual([[1], ["b"]]);
});

test("takes out an item in the middle", () => {
  expect(press(use([0, 2, 1]), (c) => c.toggleSelection({ index: 2 }))).toEqual([[0, 1], ["a", "b"]]);
});

test("the list may be left out", () => {
  const [[, values]] = renderHook(() => useMultiSelectableList()).result.current;
  expect(values.filter((value: any) => value !== undefined)).toEqual([]);
});

test("only the returned function changes anything", () => {
  const result = use();
  act(() => void result.current[1].toggleSelection({ index: 2 }));
  expect(result.current[0]).toEqual([[0], ["a"]]);
});

test("replaces the selection", () => {
  const result = use();
  expect(press(result, (c) => c.updateSelections({ indices: [3, 1] }))).toEqual([[3, 1], ["d", "b"]]);
  expect(press(result, (c) => c.updateSelections({ values: ["c", "a"] }))).toEqual([[0, 2], ["a", "c"]]);
});

test("says what is selected", () => {
  const { matchSelection } = use([0, 2]).current[1];
  expect([matchSelection({ index: 0 }), matchSelection({ index: 1 }), matchSelection({ value: "c" }), matchSelection({ value: "d" })]).toEqual([true, false, true, false]);
});

test("says what is selected after a change", () => {
  const result = use([0, 2]);
  press(result, (c) => c.toggleSelection({ index: 1 }));
  press(result, (c) => c.toggleSelection({ value: "a" }));
  const { matchSelection } = result.current[1];
  expect([0, 1, 2, 3].map((index) => matchSelection({ index }))).toEqual([false, true, true, false]);
  expect(LIST.map((value) => matchSelection({ value }))).toEqual([false, true, true, false]);
});

test("keeps one at least", () => {
  const result = use();
  for (const get of [
    (c: any) => c.toggleSelection({ index: 0 }),
    (c: any) => c.toggleSelection({ value: "a" }),
    (c: any) => c.updateSelections({ indices: [] }),
    (c: any) => c.updateSelections({ values: [] }),
    (c: any) => c.updateSelections({ values: ["none"] }),
  ])
    expect(press(result, get)).toEqual([[0], ["a"]]);
});

test("may be empty when that is allowed", () => {
  const result = use([0], true);
  expect(press(result, (c) => c.toggleSelection({ index: 0 }))).toEqual([[], []]);
  press(result, (c) => c.updateSelections({ indices: [1] }));
  expect(press(result, (c) => c.updateSelections({ indices: [] }))).toEqual([[], []]);
  press(result, (c) => c.updateSelections({ indices: [1] }));
  expect(press(result, (c) => c.updateSelections({ values: [] }))).toEqual([[], []]);
});

test("ignores values that are not there", () => {
  const result = use();
  expect(press(result, (c) => c.toggleSelection({ value: "none" }))).toEqual([[0], ["a"]]);
  expect(press(result, (c) => c.updateSelections({ values: ["none", "b"] }))).toEqual([[1], ["b"]]);
});
