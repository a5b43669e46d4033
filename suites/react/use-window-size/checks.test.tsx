import * as answer from "./answer";
import { act, renderHook } from "@testing-library/react";
import { pickExport } from "bakeoff";

const useWindowSize: any = pickExport(answer as any, { name: "useWindowSize", like: /^use[A-Z]/ });

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

const NAMES = ["innerWidth", "innerHeight", "outerWidth", "outerHeight"] as const;
const real = NAMES.map((name) => window[name]);
const resize = (...values: number[]) =>
  act(() => {
    NAMES.forEach((name, i) => Object.defineProperty(window, name, { configurable: true, writable: true, value: values[i] }));
    window.dispatchEvent(new Event("resize"));
  });
afterEach(() => {
  resize(...real);
});

test("begins with the size", () => {
  resize(500, 400, 510, 450);
  const seen: any[] = [];
  renderHook(() => seen.push(useWindowSize()));
  expect(seen[0]).toMatchObject({ innerWidth: 500, innerHeight: 400, outerWidth: 510, outerHeight: 450 });
});

test("follows", () => {
  const { result } = renderHook(() => useWindowSize());
  resize(1, 2, 3, 4);
  expect(result.current).toMatchObject({ innerWidth: 1, innerHeight: 2, outerWidth: 3, outerHeight: 4 });
  for (const [innerWidth, innerHeight, outerWidth, outerHeight] of [
    [1, 2, 3, 5],
    [1, 2, 6, 5],
    [1, 7, 6, 5],
    [8, 7, 6, 5],
  ]) {
    resize(innerWidth, innerHeight, outerWidth, outerHeight);
    expect(result.current).toMatchObject({ innerWidth, innerHeight, outerWidth, outerHeight });
  }
});

test("stops listening", () => {
  const left = watchListeners(window, "resize");
  const { rerender, unmount } = renderHook(() => useWindowSize());
  rerender();
  unmount();
  expect(left()).toBe(0);
});
