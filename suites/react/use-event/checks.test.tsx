import * as answer from "./answer";
import { act, renderHook } from "@testing-library/react";
import { pickExport } from "bakeoff";

const useEvent: any = pickExport(answer as any, { name: "useEvent", like: /^use[A-Z]/ });

const handler = () => {};
const other = () => {};

const kinds: [string, () => any][] = [
  ["addEventListener", () => ({ addEventListener: vi.fn(), removeEventListener: vi.fn() })],
  ["on", () => ({ on: vi.fn(), off: vi.fn() })],
];

describe.each(kinds)("a target with %s", (method, make) => {
  const added = (target: any) => (target[method] as any).mock.calls;
  const removed = (target: any) => (target[method === "on" ? "off" : "removeEventListener"] as any).mock.calls;

  test("is listened to until the end", () => {
    const target = make();
    const { unmount } = renderHook(() => useEvent("name", handler, target, { a: 1 }));
    expect(added(target)).toEqual([["name", handler, { a: 1 }]]);
    expect(removed(target)).toEqual([]);
    unmount();
    expect(removed(target)).toHaveLength(1);
    expect(removed(target)[0].slice(0, 2)).toEqual(["name", handler]);
  });

  test("is listened to anew with each change", () => {
    const first = make();
    const second = make();
    const { rerender } = renderHook((p: any) => useEvent(p.name, p.handler, p.target), { initialProps: { name: "a", handler, target: first } as any });
    rerender({ name: "b", handler, target: first });
    expect(added(first)).toHaveLength(2);
    expect(removed(first)[0].slice(0, 2)).toEqual(["a", handler]);
    rerender({ name: "b", handler: other, target: first });
    expect(added(first)[2].slice(0, 2)).toEqual(["b", other]);
    expect(removed(first)[1].slice(0, 2)).toEqual(["b", handler]);
    rerender({ name: "b", handler: other, target: second });
    expect(removed(first)).toHaveLength(3);
    expect(added(second)[0].slice(0, 2)).toEqual(["b", other]);
  });

  test("is left alone when nothing changes", () => {
    const target = make();
    const { rerender } = renderHook(() => useEvent("name", handler, target, { a: 1, b: [2] }));
    rerender();
    rerender();
    expect(added(target)).toHaveLength(1);
    expect(removed(target)).toHaveLength(0);
  });
});

test("listens to the window when no target is named", () => {
  const seen = vi.fn();
  const { unmount } = renderHook(() => useEvent("custom", seen));
  window.dispatchEvent(new Event("custom"));
  expect(seen).toHaveBeenCalledTimes(1);
  unmount();
  window.dispatchEvent(new Event("custom"));
  expect(seen).toHaveBeenCalledTimes(1);
});

test("does nothing without handler or target", () => {
  const target = { addEventListener: vi.fn(), removeEventListener: vi.fn() };
  renderHook(() => useEvent("name", null, target)).unmount();
  renderHook(() => useEvent("name", undefined, target)).unmount();
  renderHook(() => useEvent("name", handler, null)).unmount();
  expect(target.addEventListener).not.toHaveBeenCalled();
  expect(target.removeEventListener).not.toHaveBeenCalled();
});
