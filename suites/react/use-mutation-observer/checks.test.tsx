import * as answer from "./answer";
import { act, renderHook } from "@testing-library/react";
import { pickExport } from "bakeoff";

const useMutationObserver: any = pickExport(answer as any, { name: "useMutationObserver", like: /^use[A-Z]/ });

const turn = () => act(() => new Promise<void>((done) => setTimeout(done, 5)));
let element: HTMLElement;
beforeEach(() => {
  element = document.createElement("div");
  element.innerHTML = "<p>text</p>";
});
const ref = { current: null as any };
const watch = (...more: any[]) => {
  const call = vi.fn();
  ref.current = element;
  const all = renderHook(({ on }) => useMutationObserver(ref, on, ...more), { initialProps: { on: call } });
  const seen = (each: any = call) => each.mock.calls.flatMap(([records]: any) => records.map((record: any) => record.type));
  return { call, seen, ...all };
};

test("sees attributes, text and children, at any depth", async () => {
  const { seen } = watch();
  element.setAttribute("id", "x");
  element.firstElementChild!.setAttribute("title", "y");
  element.firstElementChild!.firstChild!.nodeValue = "other";
  element.firstElementChild!.append("more");
  await turn();
  expect(seen().sort()).toEqual(["attributes", "attributes", "characterData", "childList"]);
});

test("sees what it is told alone", async () => {
  const options = { attributes: true };
  const { seen } = watch(options);
  element.append("more");
  element.firstElementChild!.setAttribute("title", "y");
  element.setAttribute("id", "x");
  await turn();
  expect(seen()).toEqual(["attributes"]);
});

test("stops at the end", async () => {
  const { call, unmount } = watch();
  unmount();
  element.setAttribute("id", "x");
  await turn();
  expect(call).not.toHaveBeenCalled();
});

test("goes over to another callback", async () => {
  const { call, rerender, seen } = watch();
  const other = vi.fn();
  rerender({ on: other });
  element.setAttribute("id", "x");
  await turn();
  expect(call).not.toHaveBeenCalled();
  expect(seen(other)).toEqual(["attributes"]);
});

test("does nothing without an element", () => {
  expect(() => renderHook(() => useMutationObserver({ current: null }, () => {})).unmount()).not.toThrow();
});
