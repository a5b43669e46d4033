/*
 * Test plan
 * 1. On mount the name is logged, once.
 * 2. A new render logs nothing.
 * 3. On unmount the name is logged, once, and not before.
 */
import { renderHook } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { useLogLifecycle } from "./useLogLifecycle";

let log: ReturnType<typeof vi.spyOn>;
beforeEach(() => {
  log = vi.spyOn(console, "log").mockImplementation(() => {});
});
afterEach(() => {
  vi.restoreAllMocks();
});

describe("useLogLifecycle", () => {
it("logs once on mount", () => {
  renderHook(() => useLogLifecycle("Panel"));
  expect(log).toHaveBeenCalledTimes(1);
  expect(log).toHaveBeenCalledWith("Panel mounted");
});
it("stays silent on another render", () => {
  const { rerender } = renderHook(() => useLogLifecycle("Panel"));
  log.mockClear();
  rerender();
  expect(log).not.toHaveBeenCalled();
});
it("logs on unmount", () => {
  const { unmount } = renderHook(() => useLogLifecycle("Panel"));
  log.mockClear();
  unmount();
  expect(log).toHaveBeenCalledTimes(1);
  expect(log).toHaveBeenCalledWith("Panel unmounted");
});
});
