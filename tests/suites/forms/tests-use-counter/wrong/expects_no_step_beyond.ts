import { act, renderHook } from "@testing-library/react";
import { useCounter } from "./useCounter";
test("stays where the step would go beyond", () => {
  const { result } = renderHook(() => useCounter(2, { max: 3, step: 2 }));
  act(() => result.current.increment());
  expect(result.current.count).toBe(2);
});
