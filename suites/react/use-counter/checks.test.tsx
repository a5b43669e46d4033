import * as answer from "./answer";
import { act, renderHook } from "@testing-library/react";
import { pickExport } from "bakeoff";

const useCounter: any = pickExport(answer as any, { name: "useCounter", like: /^use[A-Z]/ });

const use = (...args: any[]) => renderHook(() => useCounter(...args)).result;
const value = (result: any) => result.current[0];
const go = (result: any, ...steps: ((actions: any) => void)[]) => {
  for (const step of steps) act(() => step(result.current[1]));
  return value(result);
};

test("begins with 0 or what it is given", () => {
  expect(value(use())).toBe(0);
  expect(value(use(5))).toBe(5);
  expect(value(use(() => 7))).toBe(7);
});

test("counts by 1 and by more", () => {
  const result = use(5);
  expect(go(result, (a) => a.inc())).toBe(6);
  expect(go(result, (a) => a.inc(9))).toBe(15);
  expect(go(result, (a) => a.dec())).toBe(14);
  expect(go(result, (a) => a.dec(4))).toBe(10);
});

test("get gives the latest at once", () => {
  const result = use(5);
  act(() => {
    result.current[1].inc();
    expect(result.current[1].get()).toBe(6);
    result.current[1].inc();
    expect(result.current[1].get()).toBe(7);
  });
  expect(value(result)).toBe(7);
});

test("set takes a value or a function", () => {
  const result = use(5);
  expect(go(result, (a) => a.set(17))).toBe(17);
  expect(go(result, (a) => a.set((n: number) => n * 2))).toBe(34);
});

test("reset goes back, and remembers another beginning", () => {
  const result = use(5);
  expect(go(result, (a) => a.inc(), (a) => a.reset())).toBe(5);
  expect(go(result, (a) => a.reset(20))).toBe(20);
  expect(go(result, (a) => a.inc(), (a) => a.reset())).toBe(20);
});

test("keeps to its limits", () => {
  const result = use(5, 10, 2);
  expect(go(result, (a) => a.inc(50))).toBe(10);
  expect(go(result, (a) => a.dec(50))).toBe(2);
  expect(go(result, (a) => a.set(11))).toBe(10);
  expect(go(result, (a) => a.set(-3))).toBe(2);
  expect(go(result, (a) => a.reset(100))).toBe(10);
});

test("limits hold for the beginning, 0 is a limit too", () => {
  expect(value(use(50, 10))).toBe(10);
  expect(value(use(1, null, 3))).toBe(3);
  expect(go(use(5, null, 0), (a) => a.dec(8))).toBe(0);
  expect(go(use(-5, 0), (a) => a.inc(8))).toBe(0);
});

test("goes below 0 where there is no limit", () => {
  expect(value(use(-5))).toBe(-5);
  expect(go(use(2), (a) => a.dec(7))).toBe(-5);
});

test("renders at each of many steps", () => {
  const result = use(0);
  for (let step = 1; step <= 60; step++) expect(go(result, (a) => a.inc())).toBe(step);
});
