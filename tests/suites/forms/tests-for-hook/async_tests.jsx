import { renderHook, waitFor } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { useLogLifecycle } from "./useLogLifecycle";

let log;
beforeEach(() => {
  log = vi.spyOn(console, "log").mockImplementation(() => {});
});
afterEach(() => {
  vi.restoreAllMocks();
});

it("has logged when the hook stands", async () => {
  const { rerender, unmount } = renderHook(() => useLogLifecycle("Panel"));
  await waitFor(() => expect(log).toHaveBeenCalledWith("Panel mounted"));
  rerender();
  await Promise.resolve();
  expect(log).toHaveBeenCalledTimes(1);
  unmount();
  await waitFor(() => expect(log.mock.calls).toEqual([["Panel mounted"], ["Panel unmounted"]]));
});
