import * as answer from "./answer";
import { act, renderHook } from "@testing-library/react";
import { pickExport } from "bakeoff";

const useLockBodyScroll: any = pickExport(answer as any, { name: "useLockBodyScroll", like: /^use[A-Z]/ });

const overflow = () => getComputedStyle(document.body).overflow;
beforeEach(() => {
  document.body.style.overflow = "scroll";
});
afterEach(() => {
  document.body.style.overflow = "";
});
const use = (isLocked: boolean) => renderHook(({ isLocked }) => useLockBodyScroll(isLocked), { initialProps: { isLocked } });

test("locks", () => {
  use(true);
  expect(overflow()).toBe("hidden");
});

test("leaves an open body alone", () => {
  const { unmount } = use(false);
  expect(overflow()).toBe("scroll");
  unmount();
  expect(overflow()).toBe("scroll");
});

test("opens again", () => {
  const { rerender } = use(true);
  rerender({ isLocked: true });
  rerender({ isLocked: false });
  expect(overflow()).toBe("scroll");
  rerender({ isLocked: true });
  expect(overflow()).toBe("hidden");
});

test("opens at the end", () => {
  const { unmount } = use(true);
  unmount();
  expect(overflow()).toBe("scroll");
});
