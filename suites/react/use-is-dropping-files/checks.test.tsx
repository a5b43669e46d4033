import * as answer from "./answer";
import { act, renderHook } from "@testing-library/react";
import { pickExport } from "bakeoff";

const useIsDroppingFiles: any = pickExport(answer as any, { name: "useIsDroppingFiles", like: /^use[A-Z]/ });

const TYPES = ["dragenter", "dragover", "dragleave", "drop"];
const fire = (target: EventTarget, type: string, types: string[] = []) => {
  const event = new Event(type, { bubbles: true, cancelable: true });
  Object.defineProperty(event, "dataTransfer", { value: { types, files: [], items: [] } });
  act(() => void target.dispatchEvent(event));
  return event.defaultPrevented;
};
const useElement = () => {
  const element = document.createElement("div");
  document.body.append(element);
  const hook = renderHook(() => useIsDroppingFiles());
  act(() => hook.result.current[0](element));
  return { ...hook, element, is: () => hook.result.current[1] };
};

test("is true while files are over the element", () => {
  const { element, is } = useElement();
  expect(is()).toBe(false);
  fire(element, "dragenter", ["Files"]);
  expect(is()).toBe(true);
  fire(element, "dragleave", ["Files"]);
  expect(is()).toBe(false);
  fire(element, "dragover", ["text/plain", "Files"]);
  expect(is()).toBe(true);
  fire(element, "drop", ["Files"]);
  expect(is()).toBe(false);
});

test("other things are no files", () => {
  const { element, is } = useElement();
  fire(element, "dragenter", ["text/plain"]);
  expect(is()).toBe(false);
  fire(element, "dragover", ["Files"]);
  fire(element, "dragover", ["text/html"]);
  expect(is()).toBe(false);
});

test("hears of the element alone", () => {
  const { is } = useElement();
  fire(document.body, "dragenter", ["Files"]);
  fire(window, "dragover", ["Files"]);
  expect(is()).toBe(false);
});

test("prevents what the browser would do", () => {
  const { element } = useElement();
  expect(TYPES.map((type) => fire(element, type, ["Files"]))).toEqual([true, true, true, true]);
});

test("with true it hears of the window", () => {
  const { result } = renderHook(() => useIsDroppingFiles(true));
  expect(result.current).toBe(false);
  fire(document.body, "dragenter", ["Files"]);
  expect(result.current).toBe(true);
  fire(window, "drop", ["Files"]);
  expect(result.current).toBe(false);
});

test("goes to another element", () => {
  const { element, is, result } = useElement();
  const other = document.createElement("div");
  act(() => result.current[0](other));
  expect(fire(element, "dragenter", ["Files"])).toBe(false);
  expect(is()).toBe(false);
  fire(other, "dragenter", ["Files"]);
  expect(is()).toBe(true);
  act(() => result.current[0](null));
  expect(fire(other, "dragover", ["Files"])).toBe(false);
});

test("stops listening at the end", () => {
  const { element, unmount } = useElement();
  unmount();
  expect(TYPES.map((type) => fire(element, type, ["Files"]))).toEqual([false, false, false, false]);
  const hook = renderHook(() => useIsDroppingFiles(true));
  hook.unmount();
  expect(TYPES.map((type) => fire(window, type, ["Files"]))).toEqual([false, false, false, false]);
});
