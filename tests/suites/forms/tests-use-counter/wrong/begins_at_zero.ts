import { act, renderHook } from "@testing-library/react";
import { useCounter } from "./useCounter";
test("all", () => {
  const { result } = renderHook(() => useCounter(0, { min: -2, max: 5, step: 3 }));
  act(() => { result.current.increment(); result.current.increment(); });
  expect(result.current.count).toBe(5);
  act(() => result.current.reset());
  act(() => result.current.decrement());
  expect(result.current.count).toBe(-2);
  expect(renderHook(() => useCounter(9, { max: 1 })).result.current.count).toBe(1);
});
