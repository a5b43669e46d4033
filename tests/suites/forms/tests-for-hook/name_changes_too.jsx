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

it("stays silent on another render", () => {
  const { rerender } = renderHook(() => useLogLifecycle("Panel"));
  log.mockClear();
  rerender();
  expect(log).not.toHaveBeenCalled();
});

it("logs again for another name", () => {
  const { rerender, unmount } = renderHook(({ name }) => useLogLifecycle(name), { initialProps: { name: "A" } });
  rerender({ name: "B" });
  expect(log.mock.calls.flat()).toEqual(["A mounted", "A unmounted", "B mounted"]);
  unmount();
  expect(log).toHaveBeenLastCalledWith("B unmounted");
});
