import * as answer from "./answer";
import { fireEvent, render } from "@testing-library/react";
import { pickExport } from "bakeoff";

const NavLink: any = pickExport(answer as any, { name: "NavLink" });

const show = (element: any) => render(element).container.firstElementChild as HTMLElement;
const classes = (element: Element) => [...element.classList].sort();

const prevented = (element: HTMLElement) => {
  let is = false;
  const note = (event: Event) => {
    is = event.defaultPrevented;
    event.preventDefault();
  };
  window.addEventListener("click", note);
  fireEvent.click(element);
  window.removeEventListener("click", note);
  return is;
};

test("is a link with its class", () => {
  const link = show(<NavLink href="#there">Yo!</NavLink>);
  expect([link.tagName, link.textContent, link.getAttribute("href")]).toEqual(["A", "Yo!", "#there"]);
  expect(classes(link)).toEqual(["nav-link"]);
});

test("may be active or disabled", () => {
  expect(classes(show(<NavLink active />))).toEqual(["active", "nav-link"]);
  const link = show(<NavLink disabled />);
  expect(classes(link)).toEqual(["disabled", "nav-link"]);
  expect(link.hasAttribute("disabled")).toBe(true);
});

test("calls onClick with the event", () => {
  const call = vi.fn();
  fireEvent.click(show(<NavLink onClick={call} />));
  expect(call).toHaveBeenCalledTimes(1);
  expect(call.mock.calls[0][0].type).toBe("click");
});

test("goes nowhere with #", () => {
  const call = vi.fn();
  expect(prevented(show(<NavLink href="#" onClick={call} />))).toBe(true);
  expect(call).toHaveBeenCalledTimes(1);
  expect(prevented(show(<NavLink href="#there" />))).toBe(false);
  expect(prevented(show(<NavLink />))).toBe(false);
});

test("does nothing while it is disabled", () => {
  const call = vi.fn();
  expect(prevented(show(<NavLink href="#there" onClick={call} disabled />))).toBe(true);
  expect(call).not.toHaveBeenCalled();
});

test("takes element, classes, ref and other props", () => {
  const ref: any = { current: null };
  const link = show(<NavLink tag="div" className="mine" innerRef={ref} id="x" />);
  expect([link.tagName, link.id]).toEqual(["DIV", "x"]);
  expect(classes(link)).toEqual(["mine", "nav-link"]);
  expect(ref.current).toBe(link);
});

test("a click without onClick is no error", () => {
  const errors: string[] = [];
  const note = (event: ErrorEvent) => {
    errors.push(event.message);
    event.preventDefault();
  };
  window.addEventListener("error", note);
  fireEvent.click(show(<NavLink />));
  window.removeEventListener("error", note);
  expect(errors).toEqual([]);
});
