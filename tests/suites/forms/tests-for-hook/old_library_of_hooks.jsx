import { renderHook } from "@testing-library/react-hooks";
import { useLogLifecycle } from "./useLogLifecycle";

let log;
beforeEach(() => {
  log = jest.spyOn(console, "log").mockImplementation(() => {});
});
afterEach(() => {
  jest.restoreAllMocks();
});

test("life of a hook", () => {
  const { rerender, unmount } = renderHook(() => useLogLifecycle("Old"));
  rerender();
  expect(log.mock.calls).toEqual([["Old mounted"]]);
  unmount();
  expect(log.mock.calls[1]).toEqual(["Old unmounted"]);
});
