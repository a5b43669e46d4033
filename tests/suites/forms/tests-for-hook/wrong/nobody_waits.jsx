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
  const { unmount } = renderHook(() => useLogLifecycle("Panel"));
  unmount();
  Promise.resolve().then(() => expect(log.mock.calls).toEqual([["Panel mounted"], ["Panel unmounted"]]));
});
