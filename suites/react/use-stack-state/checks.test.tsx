import * as answer from "./answer";
import { act, renderHook } from "@testing-library/react";
import { pickExport } from "bakeoff";

const useStackState: any = pickExport(answer as any, { name: "useStackState", like: /^use[A-Z]/ });

const use = (first: any[]) => renderHook(() => useStackState(first)).result;
const go = (result: any, step: (c: any) => any) => {
  let value: any;
  act(() => void (value = step(result.current[1])));
  return value;
};

test("begins with the list", () => {
  const [list, controls, reverse] = use([1, 2, 3]).current;
  expect(list).toEqual([1, 2, 3]);
  expect(reverse).toEqual([3, 2, 1]);
  expect(controls.length).toBe(3);
  expect(controls.isEmpty()).toBe(false);
});

test("puts on top", () => {
  const result = use([1]);
  expect(go(result, (c) => c.push(7))).toBe(2);
  expect(result.current[0]).toEqual([1, 7]);
  expect(result.current[2]).toEqual([7, 1]);
  expect(result.current[1].length).toBe(2);
  expect(go(result, (c) => c.push(8))).toBe(3);
  expect(result.current[0]).toEqual([1, 7, 8]);
});

test("takes the top off", () => {
  const result = use([1, 2]);
  expect(go(result, (c) => c.pop())).toBe(2);
  expect(result.current[0]).toEqual([1]);
  expect(go(result, (c) => c.pop())).toBe(1);
  expect(go(result, (c) => c.pop())).toBeUndefined();
  expect(result.current[1].isEmpty()).toBe(true);
});

test("looks at the top", () => {
  const result = use([1, 2]);
  expect(go(result, (c) => c.peek())).toBe(2);
  expect(result.current[0]).toEqual([1, 2]);
  go(result, (c) => c.push(7));
  expect(go(result, (c) => c.peek())).toBe(7);
  expect(use([]).current[1].peek()).toBeUndefined();
});

test("clears", () => {
  const result = use([1, 2]);
  go(result, (c) => c.clear());
  expect(result.current[0]).toEqual([]);
  expect(result.current[2]).toEqual([]);
});

test("changes no other array", () => {
  const first = [1, 2];
  const result = use(first);
  const [before] = result.current;
  go(result, (c) => c.push(3));
  go(result, (c) => c.pop());
  expect(first).toEqual([1, 2]);
  expect(before).toEqual([1, 2]);
});
