import { act, renderHook } from "@testing-library/react";
import { useCounter } from "./useCounter";

const after = (initial: number, options: object, ...acts: ("increment" | "decrement" | "reset")[]) => {
  const { result } = renderHook(() => useCounter(initial, options));
  act(() => acts.forEach((name) => result.current[name]()));
  return result.current.count;
};
it("steps", () => expect(after(0, { step: 3 }, "increment", "increment", "decrement")).toBe(3));
it("max", () => expect(after(0, { max: 1 }, "increment", "increment")).toBe(1));
it("min", () => expect(after(0, { min: -1 }, "decrement", "decrement")).toBe(-1));
it("beginning", () => expect(after(5, { max: 1 })).toBe(1));
it("reset", () => expect(after(5, {}, "increment", "reset")).toBe(5));
