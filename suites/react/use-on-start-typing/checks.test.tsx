import * as answer from "./answer";
import { act, renderHook } from "@testing-library/react";
import { pickExport } from "bakeoff";

const useOnStartTyping: any = pickExport(answer as any, { name: "useOnStartTyping", like: /^use[A-Z]/ });

const press = (key: string, more: any = {}, target: EventTarget = document.activeElement ?? document.body) =>
  act(() => void target.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, ...more })));
const use = (options?: any) => {
  const keys: string[] = [];
  const hook = renderHook(({ n, options }: any) => useOnStartTyping((event: KeyboardEvent) => keys.push(n ? n + event.key : event.key), options), { initialProps: { n: "", options } });
  return { ...hook, keys };
};
const focus = (html: string) => {
  document.body.innerHTML = html;
  (document.body.firstElementChild as HTMLElement).focus();
  expect(document.activeElement).toBe(document.body.firstElementChild);
};
afterEach(() => {
  (document.activeElement as HTMLElement | null)?.blur();
  document.body.innerHTML = "";
});

test("letters count, nothing else", () => {
  const { keys } = use();
  for (const key of ["a", "Z", "1", "Enter", "é", " ", "F1", "-", "m"]) press(key);
  expect(keys).toEqual(["a", "Z", "m"]);
});

test("digits count when asked for", () => {
  const { keys } = use({ includeNumbers: true });
  for (const key of ["a", "0", "9", "F10", "x"]) press(key);
  expect(keys).toEqual(["a", "0", "9", "x"]);
});

test("letters do not when not wanted", () => {
  const { keys } = use({ includeAZ: false, includeNumbers: true });
  for (const key of ["a", "7", "B"]) press(key);
  expect(keys).toEqual(["7"]);
  const none = use({ includeAZ: false });
  for (const key of ["a", "7"]) press(key);
  expect(none.keys).toEqual([]);
});

test("with Ctrl, Alt or Meta nothing counts", () => {
  const { keys } = use({ includeNumbers: true });
  for (const held of ["ctrlKey", "altKey", "metaKey"]) press("a", { [held]: true });
  press("1", { ctrlKey: true });
  press("B", { shiftKey: true });
  expect(keys).toEqual(["B"]);
});

for (const html of ["<input>", "<textarea></textarea>", '<div contenteditable="true" tabindex="0"></div>']) {
  test(`nothing counts in ${html}`, () => {
    const { keys } = use();
    focus(html);
    press("a");
    expect(keys).toEqual([]);
  });
}

test("it counts with the focus on a button", () => {
  const { keys } = use();
  focus("<button>Go</button>");
  press("a");
  expect(keys).toEqual(["a"]);
});

test("calls the latest callback, with the latest options", () => {
  const { keys, rerender } = use();
  rerender({ n: "second ", options: { includeNumbers: true } });
  press("a");
  press("1");
  expect(keys).toEqual(["second a", "second 1"]);
});

test("calls nothing at the end", () => {
  const { keys, unmount } = use();
  unmount();
  press("a");
  expect(keys).toEqual([]);
});
