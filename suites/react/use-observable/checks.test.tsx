import * as answer from "./answer";
import { act, renderHook } from "@testing-library/react";
import { pickExport } from "bakeoff";

const useObservable: any = pickExport(answer as any, { name: "useObservable", like: /^use[A-Z]/ });

function subject(first?: any) {
  const listeners = new Set<any>();
  return {
    listeners,
    next: (value: any) => act(() => [...listeners].forEach((each) => each(value))),
    subscribe: vi.fn((listener: any) => {
      listeners.add(listener);
      if (first !== undefined) listener(first);
      return { unsubscribe: () => listeners.delete(listener) };
    }),
  };
}

test("begins with the first value it is given, or none", () => {
  const s = subject();
  expect(renderHook(() => useObservable(s, 5)).result.current).toBe(5);
  expect(renderHook(() => useObservable(s)).result.current).toBeUndefined();
});

test("takes a value that comes at once", () => {
  const s = subject("now");
  expect(renderHook(() => useObservable(s, "before")).result.current).toBe("now");
});

test("follows the values", () => {
  const s = subject();
  const { result } = renderHook(() => useObservable(s, 0));
  s.next(1);
  expect(result.current).toBe(1);
  s.next(undefined);
  expect(result.current).toBeUndefined();
});

test("keeps one subscription, to the end", () => {
  const s = subject();
  const { rerender, unmount } = renderHook(() => useObservable(s, 0));
  s.next(1);
  rerender();
  expect(s.subscribe).toHaveBeenCalledTimes(1);
  unmount();
  expect(s.listeners.size).toBe(0);
});

test("goes over to another observable", () => {
  const a = subject();
  const b = subject();
  const { result, rerender } = renderHook(({ s }) => useObservable(s, 0), { initialProps: { s: a } });
  a.next(1);
  rerender({ s: b });
  expect(result.current).toBe(1);
  expect(a.listeners.size).toBe(0);
  b.next(2);
  expect(result.current).toBe(2);
});

test("returns functions as they are", () => {
  const s = subject();
  const { result } = renderHook(() => useObservable(s));
  const value = vi.fn(() => "called");
  s.next(value);
  expect(result.current).toBe(value);
});
