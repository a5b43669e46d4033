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

it("follows the component's life", () => {
  const { rerender, unmount } = renderHook(() => useLogLifecycle("Panel"));
  expect(log.mock.calls).toEqual([["Panel mounted"]]);
  rerender();
  expect(log.mock.calls).toEqual([["Panel mounted"]]);
  unmount();
  expect(log.mock.calls).toEqual([["Panel mounted"], ["Panel unmounted"]]);
});
