import * as answer from "./answer";
import { act, renderHook } from "@testing-library/react";
import { pickExport } from "bakeoff";

const useStateWithHistory: any = pickExport(answer as any, { name: "useStateWithHistory", like: /^use[A-Z]/ });

afterEach(() => {
  vi.restoreAllMocks();
});

const use = (...args: any[]) => renderHook(() => useStateWithHistory(...args)).result;
const set = (result: any, ...values: any[]) => values.forEach((value) => act(() => result.current[1](value)));
const walk = (result: any, how: string, ...args: any[]) => {
  act(() => result.current[2][how](...args));
  return [result.current[0], result.current[2].position];
};

test("begins with one state", () => {
  const result = use(3);
  expect(result.current[0]).toBe(3);
  expect(result.current[2].history).toEqual([3]);
  expect(result.current[2].position).toBe(0);
  expect(result.current[2].capacity).toBe(10);
});

test("begins with undefined when nothing is given", () => {
  expect(use().current[2].history).toHaveLength(1);
});

test("remembers states", () => {
  const result = use(0);
  set(result, 1, 2, (n: number) => n + 5);
  expect(result.current[0]).toBe(7);
  expect(result.current[2].history).toEqual([0, 1, 2, 7]);
  expect(result.current[2].position).toBe(3);
});

test("an equal state is none", () => {
  const result = use(0);
  set(result, 1, 1);
  expect(result.current[2].history).toEqual([0, 1]);
});

test("an equal state keeps what comes after", () => {
  const result = use(0);
  set(result, 1, 2, 3);
  walk(result, "back", 2);
  set(result, 1, (n: number) => n);
  expect(result.current[2].history).toEqual([0, 1, 2, 3]);
  expect([result.current[0], result.current[2].position]).toEqual([1, 1]);
});

test("goes back and forward, and no further than the ends", () => {
  const result = use(0);
  set(result, 1, 2, 3);
  expect(walk(result, "back")).toEqual([2, 2]);
  expect(walk(result, "back", 2)).toEqual([0, 0]);
  expect(walk(result, "back")).toEqual([0, 0]);
  expect(walk(result, "forward")).toEqual([1, 1]);
  expect(walk(result, "forward", 10)).toEqual([3, 3]);
  expect(walk(result, "forward")).toEqual([3, 3]);
  expect(walk(result, "back", 10)).toEqual([0, 0]);
  expect(result.current[2].history).toEqual([0, 1, 2, 3]);
});

test("goes to a position", () => {
  const result = use(0);
  set(result, 1, 2, 3);
  expect(walk(result, "go", 1)).toEqual([1, 1]);
  expect(walk(result, "go", 0)).toEqual([0, 0]);
  expect(walk(result, "go", -1)).toEqual([3, 3]);
  expect(walk(result, "go", -3)).toEqual([1, 1]);
  expect(walk(result, "go", 99)).toEqual([3, 3]);
  expect(walk(result, "go", -99)).toEqual([0, 0]);
});

test("a new state drops what came after", () => {
  const result = use(0);
  set(result, 1, 2, 3);
  walk(result, "back", 2);
  set(result, 9);
  expect(result.current[2].history).toEqual([0, 1, 9]);
  expect(result.current[2].position).toBe(2);
});

test("a function gets the present state after a move", () => {
  const result = use(0);
  set(result, 1, 2, 3);
  walk(result, "back", 2);
  set(result, (n: number) => n + 10);
  expect(result.current[2].history).toEqual([0, 1, 11]);
});

test("drops the oldest beyond its capacity", () => {
  const result = use(0, 3);
  set(result, 1, 2, 3);
  expect(result.current[0]).toBe(3);
  expect(result.current[2].history).toEqual([1, 2, 3]);
  expect(result.current[2].position).toBe(2);
  expect(walk(result, "back")[0]).toBe(2);
});

test("keeps the present state alone with a capacity of 1", () => {
  const result = use(1, 1);
  set(result, 2);
  expect(result.current[2].history).toEqual([2]);
  expect([result.current[0], result.current[2].position]).toEqual([2, 0]);
});

test("takes a history", () => {
  expect(use(3, 10, [1, 2]).current[2].history).toEqual([1, 2, 3]);
  expect(use(2, 10, [1, 2]).current[2].history).toEqual([1, 2]);
  expect(use(3, 4, [1, 2]).current[2].history).toEqual([1, 2, 3]);
  expect(use(4, 3, [1, 2, 3]).current[2].history).toEqual([2, 3, 4]);
  expect(use(4, 3, [1, 2, 3]).current[2].position).toBe(2);
});

test("throws for a capacity below 1", () => {
  vi.spyOn(console, "error").mockImplementation(() => {});
  expect(() => use(1, 0)).toThrow();
});
