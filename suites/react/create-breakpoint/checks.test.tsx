import * as answer from "./answer";
import { act, renderHook } from "@testing-library/react";
import { pickExport } from "bakeoff";

const createBreakpoint: any = pickExport(answer as any, { name: "createBreakpoint", like: /^create|breakpoint/i });

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

const width = window.innerWidth;
const resize = (to: number) =>
  act(() => {
    Object.defineProperty(window, "innerWidth", { writable: true, configurable: true, value: to });
    window.dispatchEvent(new Event("resize"));
  });
afterEach(() => {
  resize(width);
});

const names = (useBreakpoint: any, widths: number[]) => {
  const { result } = renderHook(() => useBreakpoint());
  return widths.map((to) => {
    resize(to);
    return result.current;
  });
};

test("has default names", () => {
  expect(names(createBreakpoint(), [100, 768, 1023, 1100, 1500])).toEqual(["tablet", "tablet", "tablet", "laptop", "laptopL"]);
});

test("takes names in any order", () => {
  const useSize = createBreakpoint({ laptop: 1024, mobile: 350, tablet: 768 });
  expect(names(useSize, [100, 400, 800, 1024])).toEqual(["mobile", "mobile", "tablet", "laptop"]);
});

test("knows the width at the start", () => {
  resize(900);
  const useSize = createBreakpoint({ L: 800, S: 300 });
  expect(renderHook(() => useSize()).result.current).toBe("L");
});

test("listens only while it is mounted", () => {
  const left = watchListeners(window, "resize");
  const useSize = createBreakpoint();
  const { rerender, unmount } = renderHook(() => useSize());
  rerender();
  unmount();
  expect(left()).toBe(0);
});
