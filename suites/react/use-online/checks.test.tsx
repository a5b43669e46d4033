import * as answer from "./answer";
import { act, renderHook } from "@testing-library/react";
import { pickExport } from "bakeoff";

const useOnline: any = pickExport(answer as any, { name: "useOnline", like: /^use[A-Z]/ });

// How many listeners of these types were added since and are not removed.
function watchListeners(target: any, ...types: string[]) {
  const added = vi.spyOn(target, "addEventListener");
  const removed = vi.spyOn(target, "removeEventListener");
  return () => {
    const gone: any[] = [...removed.mock.calls];
    return (added.mock.calls as any[]).filter(([type, listener, options]) => {
      if (!types.includes(type) || options?.signal?.aborted) return false;
      const at = gone.findIndex((call) => call[0] === type && call[1] === listener);
      if (at >= 0) gone.splice(at, 1);
      return at < 0;
    }).length;
  };
}

afterEach(() => {
  vi.restoreAllMocks();
});

const go = (isOnline: boolean) =>
  act(() => {
    Object.defineProperty(navigator, "onLine", { configurable: true, get: () => isOnline });
    window.dispatchEvent(new Event(isOnline ? "online" : "offline"));
  });
afterEach(() => {
  delete (navigator as any).onLine;
});

test("begins with what is", () => {
  go(false);
  expect(renderHook(() => useOnline()).result.current).toBe(false);
  go(true);
  expect(renderHook(() => useOnline()).result.current).toBe(true);
});

test("follows", () => {
  go(true);
  const { result } = renderHook(() => useOnline());
  go(false);
  expect(result.current).toBe(false);
  go(true);
  expect(result.current).toBe(true);
});

test("stops listening", () => {
  const left = watchListeners(window, "online", "offline");
  const { rerender, unmount } = renderHook(() => useOnline());
  rerender();
  unmount();
  expect(left()).toBe(0);
});
