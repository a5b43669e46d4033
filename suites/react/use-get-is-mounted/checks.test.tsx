import * as answer from "./answer";
import { act, renderHook } from "@testing-library/react";
import { pickExport } from "bakeoff";

const useGetIsMounted: any = pickExport(answer as any, { name: "useGetIsMounted", like: /^use[A-Z]/ });

test("is false while the first render goes on", () => {
  const seen: any[] = [];
  renderHook(() => seen.push(useGetIsMounted()()));
  expect(seen[0]).toBe(false);
});

test("is true after it, false after the end", () => {
  const { result, rerender, unmount } = renderHook(() => useGetIsMounted());
  expect(result.current()).toBe(true);
  rerender();
  expect(result.current()).toBe(true);
  unmount();
  expect(result.current()).toBe(false);
});

test("is the same function each time", () => {
  const { result, rerender } = renderHook(() => useGetIsMounted());
  const get = result.current;
  rerender();
  expect(result.current).toBe(get);
});
