import * as answer from "./answer";
import { fireEvent, render, renderHook } from "@testing-library/react";
import { pickExport } from "bakeoff";
import { useRef } from "react";

const useKey: any = pickExport(answer as any, { name: "useKey", like: /^use[A-Z]/ });

const press = (key: string, more: any = {}) => fireEvent(more.on ?? document.body, new KeyboardEvent(more.type ?? "keydown", { key, code: more.code ?? "", bubbles: true }));
const count = (...args: any[]) => {
  const call = vi.fn();
  const all = renderHook(() => useKey(args[0], call, ...args.slice(1)));
  return { call, ...all };
};

test("calls for its key, with the event", () => {
  const { call } = count("Enter");
  press("Enter");
  press("a");
  expect(call).toHaveBeenCalledTimes(1);
  expect(call.mock.calls[0][0]).toBeInstanceOf(KeyboardEvent);
  expect(call.mock.calls[0][0].key).toBe("Enter");
});

test("takes several keys, and codes", () => {
  const { call } = count(["a", "KeyB"]);
  press("a");
  press("b", { code: "KeyB" });
  press("c", { code: "KeyC" });
  expect(call).toHaveBeenCalledTimes(2);
});

test("listens to keydown alone when nothing is said", () => {
  const { call } = count("a");
  press("a", { type: "keyup" });
  press("a", { type: "keypress" });
  expect(call).not.toHaveBeenCalled();
});

test("listens to the events it is given", () => {
  const { call } = count(["a"], { eventTypes: ["keyup", "keypress"] });
  press("a");
  expect(call).not.toHaveBeenCalled();
  press("a", { type: "keyup" });
  press("a", { type: "keypress" });
  expect(call).toHaveBeenCalledTimes(2);
});

test("listens to its target", () => {
  const call = vi.fn();
  function Example({ when }: any) {
    const ref = useRef<any>(null);
    useKey("a", call, { target: ref, when });
    return <input ref={ref} />;
  }
  const { container, rerender } = render(<Example when={true} />);
  press("a");
  expect(call).not.toHaveBeenCalled();
  press("a", { on: container.querySelector("input") });
  expect(call).toHaveBeenCalledTimes(1);
  rerender(<Example when={false} />);
  press("a", { on: container.querySelector("input") });
  expect(call).toHaveBeenCalledTimes(1);
});

test("takes other keys in a later render", () => {
  const call = vi.fn();
  const { rerender } = renderHook(({ keys }) => useKey(keys, call), { initialProps: { keys: "a" as any } });
  rerender({ keys: ["b", "c"] });
  press("a");
  expect(call).not.toHaveBeenCalled();
  press("c");
  expect(call).toHaveBeenCalledTimes(1);
});

test("can be turned off and on", () => {
  const call = vi.fn();
  const { rerender } = renderHook(({ when }) => useKey("a", call, { when }), { initialProps: { when: false } });
  press("a");
  expect(call).not.toHaveBeenCalled();
  rerender({ when: true });
  press("a");
  expect(call).toHaveBeenCalledTimes(1);
  rerender({ when: false });
  press("a");
  expect(call).toHaveBeenCalledTimes(1);
});

test("calls the latest callback, and none after the end", () => {
  const calls: any[] = [];
  const { rerender, unmount } = renderHook(({ n }) => useKey("a", () => calls.push(n)), { initialProps: { n: 1 } });
  rerender({ n: 2 });
  press("a");
  unmount();
  press("a");
  expect(calls).toEqual([2]);
});
