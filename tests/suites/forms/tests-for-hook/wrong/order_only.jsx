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

it("logs in order", () => {
  const { rerender, unmount } = renderHook(({ name }) => useLogLifecycle(name), { initialProps: { name: "A" } });
  rerender({ name: "A" });
  unmount();
  expect(log).toHaveBeenNthCalledWith(1, "A mounted");
  expect(log).toHaveBeenNthCalledWith(2, "A unmounted");
  expect(log).toHaveBeenCalledTimes(2);
});
