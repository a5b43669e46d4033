import * as answer from "./answer";
import { fireEvent, render } from "@testing-library/react";
import { pickExport } from "bakeoff";

const Button: any = pickExport(answer as any, { name: "Button" });

const show = (element: any) => render(element).container.firstElementChild as HTMLElement;
const classes = (element: Element) => [...element.classList].sort();

test("is a button with its classes", () => {
  const button = show(<Button>Home</Button>);
  expect([button.tagName, button.textContent]).toEqual(["BUTTON", "Home"]);
  expect(classes(button)).toEqual(["btn", "btn-secondary"]);
});

test.each([
  [{ color: "danger" }, ["btn", "btn-danger"]],
  [{ outline: true }, ["btn", "btn-outline-secondary"]],
  [{ outline: true, color: "info" }, ["btn", "btn-outline-info"]],
  [{ size: "lg" }, ["btn", "btn-lg", "btn-secondary"]],
  [{ block: true }, ["btn", "btn-secondary", "d-block", "w-100"]],
  [{ active: true }, ["active", "btn", "btn-secondary"]],
  [{ disabled: true }, ["btn", "btn-secondary", "disabled"]],
  [{ className: "mine" }, ["btn", "btn-secondary", "mine"]],
])("%j gives classes", (props, expected) => {
  expect(classes(show(<Button {...props} />))).toEqual(expected);
});

test("is a link with an address, or what it is told to be", () => {
  expect(show(<Button href="/home" />).tagName).toBe("A");
  expect(show(<Button tag="div" href="/home" />).tagName).toBe("DIV");
});

test("has a type where it is needed", () => {
  const type = (props: any) => show(<Button {...props} />).getAttribute("type");
  expect(type({})).toBe(null);
  expect(type({ onClick: () => {} })).toBe("button");
  expect(type({ onClick: () => {}, type: "submit" })).toBe("submit");
  expect(type({ type: "submit" })).toBe("submit");
  expect(type({ tag: "a", onClick: () => {} })).toBe(null);
  expect(type({ href: "#", onClick: () => {} })).toBe(null);
});

test("calls onClick", () => {
  const call = vi.fn();
  const button = show(<Button onClick={call} />);
  fireEvent.click(button);
  expect(call).toHaveBeenCalledTimes(1);
});

test("calls the latest onClick", () => {
  const [first, second] = [vi.fn(), vi.fn()];
  const { container, rerender } = render(<Button onClick={first} />);
  rerender(<Button onClick={second} />);
  fireEvent.click(container.firstElementChild!);
  expect([first.mock.calls.length, second.mock.calls.length]).toEqual([0, 1]);
});

test("does nothing while it is disabled, as a link too", () => {
  const call = vi.fn();
  fireEvent.click(show(<Button onClick={call} disabled />));
  const link = show(<Button onClick={call} href="#x" disabled />);
  expect(fireEvent.click(link)).toBe(false);
  expect(call).not.toHaveBeenCalled();
});

test("hands on its ref, label and other props", () => {
  const ref: any = { current: null };
  const button = show(<Button innerRef={ref} aria-label="close" title="t" />);
  expect(ref.current).toBe(button);
  expect([button.getAttribute("aria-label"), button.title]).toEqual(["close", "t"]);
});

test("a click without onClick is no error", () => {
  const errors: string[] = [];
  const note = (event: ErrorEvent) => {
    errors.push(event.message);
    event.preventDefault();
  };
  window.addEventListener("error", note);
  fireEvent.click(show(<Button />));
  window.removeEventListener("error", note);
  expect(errors).toEqual([]);
});
