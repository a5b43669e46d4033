import * as answer from "./answer";
import { act, renderHook } from "@testing-library/react";
import { pickExport } from "bakeoff";

const useWhyDidYouUpdate: any = pickExport(answer as any, { name: "useWhyDidYouUpdate", like: /^use[A-Z]/ });

afterEach(() => {
  vi.restoreAllMocks();
});

let log: any[];
beforeEach(() => {
  log = [];
  vi.spyOn(console, "log").mockImplementation((...args: any[]) => {
    if (args[0] === "[why-did-you-update]") log.push(args.slice(1));
  });
});
const use = (first: any, ...more: any[]) => {
  const { rerender } = renderHook(({ props }) => useWhyDidYouUpdate("Panel", props, ...more), { initialProps: { props: first } });
  return (props: any) => rerender({ props });
};

test("says nothing at first", () => {
  use({ a: 1 });
  expect(log).toEqual([]);
});

test("says what changed, and what it was", () => {
  const next = use({ a: 1, b: 2 });
  next({ a: 1, b: 3 });
  expect(log).toEqual([["Panel", { b: { from: 2, to: 3 } }]]);
  next({ a: 5, b: 6 });
  expect(log[1]).toEqual(["Panel", { a: { from: 1, to: 5 }, b: { from: 3, to: 6 } }]);
});

test("says nothing of props that are the same", () => {
  const next = use({ a: 1, n: NaN });
  next({ a: 1, n: NaN });
  expect(log).toEqual([]);
});

test("keys that come and go count", () => {
  const next = use({ a: 1 });
  next({ b: 2 });
  expect(log).toEqual([["Panel", { a: { from: 1, to: undefined }, b: { from: undefined, to: 2 } }]]);
});

test("compares by identity", () => {
  const next = use({ f: [1] });
  next({ f: [1] });
  expect(log).toEqual([["Panel", { f: { from: [1], to: [1] } }]]);
});

test("compares with the render before, not with the first", () => {
  const next = use({ a: 1 });
  next({ a: 2 });
  next({ a: 1 });
  expect(log[1]).toEqual(["Panel", { a: { from: 2, to: 1 } }]);
});

test("can be silent", () => {
  const next = use({ a: 1 }, false);
  next({ a: 2 });
  expect(log).toEqual([]);
});
