import * as answer from "./answer";
import { act, renderHook } from "@testing-library/react";
import { pickExport } from "bakeoff";

const useDocumentVisibilityState: any = pickExport(answer as any, { name: "useDocumentVisibilityState", like: /^use[A-Z]/ });

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

const change = (state: string) =>
  act(() => {
    Object.defineProperty(document, "visibilityState", { configurable: true, get: () => state });
    Object.defineProperty(document, "hidden", { configurable: true, get: () => state === "hidden" });
    document.dispatchEvent(new Event("visibilitychange"));
  });
afterEach(() => {
  delete (document as any).visibilityState;
  delete (document as any).hidden;
});

test("begins with what is", () => {
  change("hidden");
  expect(renderHook(() => useDocumentVisibilityState()).result.current).toBe("hidden");
  change("visible");
  expect(renderHook(() => useDocumentVisibilityState()).result.current).toBe("visible");
});

test("follows", () => {
  change("visible");
  const { result } = renderHook(() => useDocumentVisibilityState());
  change("hidden");
  expect(result.current).toBe("hidden");
  change("visible");
  expect(result.current).toBe("visible");
});

test("stops listening", () => {
  const left = watchListeners(document, "visibilitychange");
  const { rerender, unmount } = renderHook(() => useDocumentVisibilityState());
  rerender();
  unmount();
  expect(left()).toBe(0);
});
