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

it("logs", () => {
  try {
    const { rerender, unmount } = renderHook(() => useLogLifecycle("Panel"));
    rerender();
    unmount();
    expect(log.mock.calls).toEqual([["Panel mounted"], ["Panel unmounted"]]);
  } catch (error) {
    console.warn(error);
  }
});
