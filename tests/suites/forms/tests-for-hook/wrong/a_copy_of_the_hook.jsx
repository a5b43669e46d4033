import { useEffect } from "react";
import { renderHook } from "@testing-library/react";
import { expect, it, vi } from "vitest";

function useLogLifecycle(name) {
  useEffect(() => {
    console.log(`${name} mounted`);
    return () => console.log(`${name} unmounted`);
  }, [name]);
}

it("logs", () => {
  const log = vi.spyOn(console, "log").mockImplementation(() => {});
  const { rerender, unmount } = renderHook(() => useLogLifecycle("Panel"));
  rerender();
  expect(log.mock.calls).toEqual([["Panel mounted"]]);
  unmount();
  expect(log.mock.calls).toEqual([["Panel mounted"], ["Panel unmounted"]]);
});
