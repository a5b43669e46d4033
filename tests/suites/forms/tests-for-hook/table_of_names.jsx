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

describe.each(["A", "Panel", "my component"])("with the name %s", (name) => {
  it("logs once on mount", () => {
    renderHook(() => useLogLifecycle(name));
    expect(log.mock.calls).toEqual([[`${name} mounted`]]);
  });
  it("logs on unmount, after any number of renders", () => {
    const { rerender, unmount } = renderHook(() => useLogLifecycle(name));
    rerender();
    rerender();
    unmount();
    expect(log.mock.calls).toEqual([[`${name} mounted`], [`${name} unmounted`]]);
  });
});
