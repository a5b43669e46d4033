import { act, renderHook } from "@testing-library/react";
import { useCounter } from "./useCounter";
test("all", () => {
  const { result } = renderHook(() => useCounter(9, { min: 0, max: 4, step: 3 }));
  expect(result.current.count).toBe(4);
  act(() => result.current.decrement());
  act(() => result.current.decrement());
  expect(result.current.count).toBe(0);
  act(() => result.current.increment());
  expect(result.current.count).toBe(3);
  act(() => result.current.reset());
  expect(result.current.count).toBe(4);
});
