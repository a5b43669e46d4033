import { renderHook } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { useLogLifecycle } from "./useLogLifecycle";

let log;
beforeEach(() => {
  log = vi.spyOn(console, "log").mockImplementation(() => {});
});
afterEach(() => {
  vi.restoreAllMocks();
});

it("logs once on mount", () => {
  renderHook(() => useLogLifecycle("Panel"));
  expect(log).toHaveBeenCalledTimes(1);
  expect(log).toHaveBeenCalledWith("Panel mounted");
});
it("logs on unmount", () => {
  const { unmount } = renderHook(() => useLogLifecycle("Panel"));
  log.mockClear();
  unmount();
  expect(log).toHaveBeenCalledTimes(1);
  expect(log).toHaveBeenCalledWith("Panel unmounted");
});
