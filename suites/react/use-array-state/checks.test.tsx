import * as answer from "./answer";
import { act, renderHook } from "@testing-library/react";
import { pickExport } from "bakeoff";

const useArrayState: any = pickExport(answer as any, { name: "useArrayState", like: /^use[A-Z]/ });

function after(first: any, ...steps: ((c: any) => void)[]) {
  const { result } = renderHook(() => useArrayState(first));
  for (const step of steps) {
    const before = result.current[0];
    const copy = [...before];
    act(() => step(result.current[1]));
    expect(before).toEqual(copy);
  }
  return result.current[0];
}

test("begins with an array, or what a function makes", () => {
  expect(after([1, 2])).toEqual([1, 2]);
  expect(after(() => [3])).toEqual([3]);
});

test.each([
  ["push", (c: any) => c.push(4, 5), [3, 1, 2, 4, 5]],
  ["pop", (c: any) => c.pop(), [3, 1]],
  ["clear", (c: any) => c.clear(), []],
  ["unshift", (c: any) => c.unshift(8, 9), [8, 9, 3, 1, 2]],
  ["shift", (c: any) => c.shift(), [1, 2]],
  ["reverse", (c: any) => c.reverse(), [2, 1, 3]],
  ["concat", (c: any) => c.concat([7, 8]), [3, 1, 2, 7, 8]],
  ["fill", (c: any) => c.fill(0), [0, 0, 0]],
  ["fill a part", (c: any) => c.fill(0, 1, 2), [3, 0, 2]],
  ["splice", (c: any) => c.splice(1, 1, 6, 7), [3, 6, 7, 2]],
  ["sort", (c: any) => c.sort(), [1, 2, 3]],
  ["sort by a function", (c: any) => c.sort((a: number, b: number) => b - a), [3, 2, 1]],
  ["updateItemAtIndex", (c: any) => c.updateItemAtIndex(1, 9), [3, 9, 2]],
  ["insertItemAtIndex", (c: any) => c.insertItemAtIndex(1, 9), [3, 9, 1, 2]],
  ["insertItemAtIndex at the end", (c: any) => c.insertItemAtIndex(3, 9), [3, 1, 2, 9]],
  ["removeItemAtIndex", (c: any) => c.removeItemAtIndex(1), [3, 2]],
  ["setArray", (c: any) => c.setArray([5]), [5]],
])("%s", (_, step, expected) => {
  expect(after([3, 1, 2], step as any)).toEqual(expected);
});

test("calls before the next render all take effect", () => {
  const steps = (c: any) => {
    c.push(1);
    c.push(2);
    c.unshift(0);
    c.removeItemAtIndex(1);
  };
  expect(after([9], steps)).toEqual([0, 1, 2]);
});
