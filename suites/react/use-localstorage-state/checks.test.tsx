import * as answer from "./answer";
import { act, renderHook } from "@testing-library/react";
import { pickExport } from "bakeoff";

const useLocalstorageState: any = pickExport(answer as any, { name: "useLocalstorageState", like: /^use[A-Z]/ });

afterEach(() => {
  vi.restoreAllMocks();
});

const stored = () => JSON.parse(localStorage.getItem("key") ?? "null");
beforeEach(() => localStorage.clear());
afterEach(() => localStorage.clear());
const use = (...more: any[]) => renderHook(() => useLocalstorageState("key", ...more)).result;

test("begins with its value, and stores it", () => {
  expect(use({ a: 1 }).current[0]).toEqual({ a: 1 });
  expect(stored()).toEqual({ a: 1 });
});

test("begins with what a function makes", () => {
  expect(use(() => "made").current[0]).toBe("made");
});

test("begins with what is stored", () => {
  localStorage.setItem("key", JSON.stringify([1, 2]));
  expect(use("first").current[0]).toEqual([1, 2]);
  localStorage.setItem("key", "false");
  expect(use(true).current[0]).toBe(false);
});

test("takes text that is not JSON as it is", () => {
  vi.spyOn(console, "error").mockImplementation(() => {});
  localStorage.setItem("key", "plain text");
  expect(use("first").current[0]).toBe("plain text");
});

test("stores each change", () => {
  const result = use(1);
  act(() => result.current[1](2));
  expect([result.current[0], stored()]).toEqual([2, 2]);
  act(() => result.current[1]((n: number) => n + 5));
  expect([result.current[0], stored()]).toEqual([7, 7]);
});

test("removes the entry and keeps the value", () => {
  const result = use(1);
  act(() => result.current[2]());
  expect(localStorage.getItem("key")).toBe(null);
  expect(result.current[0]).toBe(1);
});

test("is the same in all components", () => {
  const a = use(1);
  const b = use(1);
  act(() => a.current[1](2));
  expect(b.current[0]).toBe(2);
  act(() => b.current[1]((n: number) => n + 1));
  expect([a.current[0], b.current[0], stored()]).toEqual([3, 3, 3]);
});

test("other keys are other values", () => {
  const a = use(1);
  const other = renderHook(() => useLocalstorageState("other", 5)).result;
  act(() => a.current[1](2));
  expect(other.current[0]).toBe(5);
});

test("follows another page", () => {
  const result = use(1);
  const change = (key: string, value: any) => {
    localStorage.setItem(key, JSON.stringify(value));
    act(() => void window.dispatchEvent(new StorageEvent("storage", { key, newValue: JSON.stringify(value), storageArea: localStorage })));
  };
  change("other", 8);
  expect(result.current[0]).toBe(1);
  change("key", 9);
  expect(result.current[0]).toBe(9);
});
