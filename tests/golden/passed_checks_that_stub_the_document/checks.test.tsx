import { fireEvent, render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import React from "react";
import ReactDOM from "react-dom";
import { vi } from "vitest";
import Answer from "./candidate";

test("stubs on prototypes", () => {
  HTMLElement.prototype.scrollIntoView = vi.fn();
  window.HTMLMediaElement.prototype.play = vi.fn();
  Object.defineProperty(HTMLElement.prototype, "offsetWidth", { configurable: true, value: 500 });
  const width = vi.spyOn(Element.prototype, "clientWidth", "get").mockReturnValue(7);
  const { container } = render(<Answer />);
  container.scrollIntoView();
  expect(container.scrollIntoView).toHaveBeenCalledTimes(1);
  expect([container.offsetWidth, container.clientWidth]).toEqual([500, 7]);
  width.mockRestore();
  expect(container.clientWidth).not.toBe(7);
});

test("stubs on objects", () => {
  window.scrollTo = vi.fn();
  window.matchMedia = vi.fn().mockReturnValue({ matches: true });
  render(<Answer />);
  const button = screen.getByRole("button");
  const rectangle = vi.spyOn(button, "getBoundingClientRect").mockReturnValue({ width: 3 } as DOMRect);
  const focus = vi.spyOn(button, "focus");
  const scrolled = vi.spyOn(button, "scrollIntoView").mockImplementation(() => undefined);
  button.focus();
  button.scrollIntoView();
  expect(focus).toHaveBeenCalledTimes(1);
  expect(scrolled).toHaveBeenCalledTimes(1);
  expect(button.getBoundingClientRect().width).toBe(3);
  rectangle.mockRestore();
  scrolled.mockRestore();
  expect(button.getBoundingClientRect().width).not.toBe(3);
  const query = vi.spyOn(document, "querySelector").mockReturnValue(button);
  expect(document.querySelector("nothing")).toBe(button);
  query.mockRestore();
  expect(document.querySelector("nothing")).toBe(null);
  expect(window.matchMedia("print").matches).toBe(true);
});

test("stubs of React reach the answer", () => {
  const state = vi.spyOn(React, "useState");
  const portal = vi.spyOn(ReactDOM, "createPortal");
  render(<Answer />);
  expect(portal).not.toHaveBeenCalled();
  state.mockRestore();
});

test("types, clears and uploads", async () => {
  const user = userEvent.setup();
  render(<><input aria-label="name" defaultValue="a" /><textarea aria-label="more" /><input type="file" aria-label="file" /></>);
  const name = screen.getByLabelText<HTMLInputElement>("name");
  await user.type(name, "bc");
  expect(name.value).toBe("abc");
  await user.clear(name);
  await user.type(name, "d{backspace}ef");
  name.value = "x";
  expect(name.value).toBe("x");
  fireEvent.change(name, { target: { value: "y" } });
  await user.type(screen.getByLabelText("more"), "two{enter}lines");
  await user.upload(screen.getByLabelText("file"), new File(["1"], "one.txt"));
  expect(name.value).toBe("y");
  expect(screen.getByLabelText<HTMLTextAreaElement>("more").value).toBe("two\nlines");
  expect(screen.getByLabelText<HTMLInputElement>("file").files![0].name).toBe("one.txt");
});
