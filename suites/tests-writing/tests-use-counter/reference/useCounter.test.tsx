import { act, renderHook } from "@testing-library/react";
import { expect, test } from "vitest";
import { useCounter } from "./useCounter";

test("counts up and down by one from 0", () => {
  const { result } = renderHook(() => useCounter());
  expect(result.current.count).toBe(0);
  act(() => result.current.increment());
  act(() => result.current.increment());
  act(() => result.current.decrement());
  expect(result.current.count).toBe(1);
});

test("counts by the step, twice in one go too", () => {
  const { result } = renderHook(() => useCounter(10, { step: 5 }));
  act(() => {
    result.current.increment();
    result.current.increment();
  });
  expect(result.current.count).toBe(20);
  act(() => result.current.decrement());
  expect(result.current.count).toBe(15);
});

test("stays within the limits, at the beginning too", () => {
  const { result } = renderHook(() => useCounter(2, { min: 0, max: 3, step: 2 }));
  act(() => result.current.increment());
  expect(result.current.count).toBe(3);
  act(() => result.current.decrement());
  act(() => result.current.decrement());
  expect(result.current.count).toBe(0);
  expect(renderHook(() => useCounter(9, { max: 3 })).result.current.count).toBe(3);
  expect(renderHook(() => useCounter(-9, { min: -3 })).result.current.count).toBe(-3);
});

test("goes back to where it began", () => {
  const { result } = renderHook(() => useCounter(4));
  act(() => result.current.increment());
  act(() => result.current.reset());
  expect(result.current.count).toBe(4);
});
