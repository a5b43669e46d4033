import * as answer from "./answer";
import { fireEvent, render } from "@testing-library/react";
import { pickExport } from "bakeoff";

const CloseButton: any = pickExport(answer as any, { name: "CloseButton" });

const show = (element: any) => render(element).container.firstElementChild as HTMLElement;
const classes = (element: Element) => [...element.classList].sort();

test("is a button that closes", () => {
  const button = show(<CloseButton />);
  expect([button.tagName, button.getAttribute("type"), button.getAttribute("aria-label")]).toEqual(["BUTTON", "button", "close"]);
  expect(classes(button)).toEqual(["btn-close"]);
});

test("has a variant", () => {
  expect(classes(show(<CloseButton variant="white" />))).toEqual(["btn-close", "btn-close-white"]);
});

test("calls onClick, not while it is disabled", () => {
  const call = vi.fn();
  fireEvent.click(show(<CloseButton onClick={call} />));
  expect(call).toHaveBeenCalledTimes(1);
  fireEvent.click(show(<CloseButton onClick={call} disabled />));
  expect(call).toHaveBeenCalledTimes(1);
});

test("takes label, classes, ref and other props", () => {
  const ref: any = { current: null };
  const button = show(<CloseButton aria-label="my close button" className="mine" innerRef={ref} id="x" />);
  expect([button.getAttribute("aria-label"), button.id]).toEqual(["my close button", "x"]);
  expect(classes(button)).toEqual(["btn-close", "mine"]);
  expect(ref.current).toBe(button);
});
