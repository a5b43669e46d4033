import * as answer from "./answer";
import { fireEvent, render, renderHook } from "@testing-library/react";
import { pickExport } from "bakeoff";
import { useRef } from "react";

const useKeys: any = pickExport(answer as any, { name: "useKeys", like: /^use[A-Z]/ });

// How many listeners of these types were added since and are not removed.
function watchListeners(target: any, ...types: string[]) {
  const added = vi.spyOn(target, "addEventListener");
  const removed = vi.spyOn(target, "removeEventListener");
  return () => {
    const gone: any[] = [...removed.mock.calls];
    return (added.mock.calls as any[]).filter(([type, listener, options]) => {
      if (!types.includes(type) || options?.signal?.aborted) return false;
      const at = gone.findIndex((call) => call[0] === type && call[1] === listener);
      if (at >= 0) gone.splice(at, 1);
      return at < 0;
    }).length;
  };
}

afterEach(() => {
  vi.restoreAllMocks();
});

const down = (key: string, on: any = document.body, code = "") => fireEvent(on, new KeyboardEvent("keydown", { key, code, bubbles: true }));
const up = (key: string, on: any = document.body, code = "") => fireEvent(on, new KeyboardEvent("keyup", { key, code, bubbles: true }));
const KEYS = ["m", "o"];
const use = (options?: any) => {
  const call = vi.fn();
  const all = renderHook(({ options }) => useKeys(KEYS, call, options), { initialProps: { options } });
  return { call, ...all };
};

test("calls when all are held, in any order", () => {
  const { call } = use();
  down("m");
  expect(call).not.toHaveBeenCalled();
  down("o");
  expect(call).toHaveBeenCalledTimes(1);
  expect(call.mock.calls[0][0]).toBeInstanceOf(KeyboardEvent);
  up("m");
  up("o");
  down("o");
  down("m");
  expect(call).toHaveBeenCalledTimes(2);
});

test("a key that was let go is not held", () => {
  const { call } = use();
  down("m");
  up("m");
  down("o");
  expect(call).not.toHaveBeenCalled();
});

test("other keys do not count", () => {
  const { call } = use();
  down("m");
  down("x");
  expect(call).not.toHaveBeenCalled();
});

test("the last key pressed anew calls anew", () => {
  const { call } = use();
  down("m");
  down("o");
  up("o");
  down("o");
  expect(call).toHaveBeenCalledTimes(2);
});

test("the first key again is not enough", () => {
  const { call } = use();
  down("m");
  down("o");
  down("m");
  expect(call).toHaveBeenCalledTimes(1);
});

test("calls on while it is continuous", () => {
  const { call } = use({ continuous: true });
  down("m");
  down("o");
  down("m");
  down("o");
  expect(call).toHaveBeenCalledTimes(3);
});

test("can be turned off", () => {
  const { call, rerender } = use({ when: false });
  down("m");
  down("o");
  up("m");
  up("o");
  expect(call).not.toHaveBeenCalled();
  rerender({ options: { when: true } });
  down("m");
  down("o");
  expect(call).toHaveBeenCalledTimes(1);
});

test("listens to its target", () => {
  const call = vi.fn();
  function Example() {
    const ref = useRef<any>(null);
    useKeys(KEYS, call, { target: ref });
    return <input ref={ref} />;
  }
  const { container } = render(<Example />);
  down("m");
  down("o");
  expect(call).not.toHaveBeenCalled();
  up("m");
  up("o");
  const input = container.querySelector("input");
  down("m", input);
  down("o", input);
  expect(call).toHaveBeenCalledTimes(1);
});

test("calls the latest callback, and none after the end", () => {
  const calls: any[] = [];
  const { rerender, unmount } = renderHook(({ n }) => useKeys(["m", "KeyO"], () => calls.push(n)), { initialProps: { n: 1 } });
  down("m");
  rerender({ n: 2 });
  down("ö", document.body, "KeyO");
  expect(calls).toEqual([2]);
  unmount();
  up("m");
  down("m");
  down("ö", document.body, "KeyO");
  expect(calls).toEqual([2]);
});

test("listens to nothing while it is off", () => {
  const left = watchListeners(document, "keydown", "keyup");
  const { rerender } = use({ when: true });
  rerender({ options: { when: false } });
  expect(left()).toBe(0);
});

test("counts the keys of the latest render", () => {
  const call = vi.fn();
  const { rerender } = renderHook(({ keys }) => useKeys(keys, call), { initialProps: { keys: ["m", "o"] } });
  rerender({ keys: ["m", "x"] });
  for (const key of ["m", "o"]) down(key);
  for (const key of ["m", "o"]) up(key);
  down("x");
  up("x");
  down("m");
  expect(call).not.toHaveBeenCalled();
  down("x");
  expect(call).toHaveBeenCalledTimes(1);
});
