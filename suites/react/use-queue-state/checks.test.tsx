import * as answer from "./answer";
import { act, renderHook } from "@testing-library/react";
import { pickExport } from "bakeoff";

const useQueueState: any = pickExport(answer as any, { name: "useQueueState", like: /^use[A-Z]/ });

const use = (first: any[]) => renderHook(() => useQueueState(first)).result;
const go = (result: any, step: (c: any) => any) => {
  let value: any;
  act(() => void (value = step(result.current[1])));
  return value;
};

test("begins with the list", () => {
  const [list, controls] = use([1, 2, 3]).current;
  expect(list).toEqual([1, 2, 3]);
  expect(controls.length).toBe(3);
});

test("adds at the end", () => {
  const result = use([1, 2]);
  expect(go(result, (c) => c.enqueue(7))).toBe(3);
  expect(result.current[0]).toEqual([1, 2, 7]);
  expect(result.current[1].length).toBe(3);
  expect(go(result, (c) => c.enqueue(8))).toBe(4);
  expect(result.current[0]).toEqual([1, 2, 7, 8]);
});

test("takes from the front", () => {
  const result = use([1, 2]);
  expect(go(result, (c) => c.dequeue())).toBe(1);
  expect(result.current[0]).toEqual([2]);
  expect(go(result, (c) => c.dequeue())).toBe(2);
  expect(go(result, (c) => c.dequeue())).toBeUndefined();
  expect(result.current[0]).toEqual([]);
});

test("looks at the front", () => {
  const result = use([1, 2]);
  expect(go(result, (c) => c.peek())).toBe(1);
  expect(result.current[0]).toEqual([1, 2]);
  expect(use([]).current[1].peek()).toBeUndefined();
});

test("changes no other array", () => {
  const first = [1, 2];
  const result = use(first);
  const [before] = result.current;
  go(result, (c) => c.enqueue(3));
  go(result, (c) => c.dequeue());
  expect(first).toEqual([1, 2]);
  expect(before).toEqual([1, 2]);
});
