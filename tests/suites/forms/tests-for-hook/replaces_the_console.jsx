import { renderHook } from "@testing-library/react";
import { useLogLifecycle } from "./useLogLifecycle";

const original = console.log;
let lines;
beforeEach(() => {
  lines = [];
  console.log = (...values) => lines.push(values.join(" "));
});
afterEach(() => {
  console.log = original;
});

test("mount, new render, unmount", () => {
  const { rerender, unmount } = renderHook(() => useLogLifecycle("Table"));
  expect(lines).toEqual(["Table mounted"]);
  rerender();
  expect(lines).toHaveLength(1);
  unmount();
  expect(lines).toEqual(["Table mounted", "Table unmounted"]);
});
