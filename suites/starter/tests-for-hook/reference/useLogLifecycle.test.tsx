import { renderHook } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { useLogLifecycle } from "./useLogLifecycle";

describe("useLogLifecycle", () => {
  let log: ReturnType<typeof vi.spyOn>;

  beforeEach(() => {
    log = vi.spyOn(console, "log").mockImplementation(() => undefined);
  });

  afterEach(() => {
    vi.restoreAllMocks();
  });

  it("logs the name once on mount", () => {
    renderHook(() => useLogLifecycle("Panel"));
    expect(log.mock.calls).toEqual([["Panel mounted"]]);
  });

  it("logs the name on unmount", () => {
    const { unmount } = renderHook(() => useLogLifecycle("Panel"));
    unmount();
    expect(log.mock.calls).toEqual([["Panel mounted"], ["Panel unmounted"]]);
  });

  it("does not log again on another render", () => {
    const { rerender } = renderHook(() => useLogLifecycle("Panel"));
    rerender();
    expect(log).toHaveBeenCalledTimes(1);
  });
});
