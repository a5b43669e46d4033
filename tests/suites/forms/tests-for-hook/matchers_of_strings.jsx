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

it("names the component and the event", () => {
  const { rerender, unmount } = renderHook(() => useLogLifecycle("Chart"));
  expect(log).toHaveBeenCalledWith(expect.stringMatching(/Chart.*\bmounted/));
  expect(log).not.toHaveBeenCalledWith(expect.stringContaining("unmounted"));
  rerender();
  expect(log).toHaveBeenCalledTimes(1);
  unmount();
  expect(log).toHaveBeenLastCalledWith(expect.stringMatching(/Chart.*unmounted/));
});
