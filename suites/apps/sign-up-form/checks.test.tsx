import * as answer from "./answer";
import { isComponent, pickExport } from "bakeoff";
import { cleanup, fireEvent, render, screen } from "@testing-library/react";

// An answer may define parts of its own: the application is the component that shows what was asked for.
const shows = (App: any) => {
  try {
    render(<App />);
    return screen.queryByLabelText(/^email/i) !== null;
  } catch {
    return false;
  } finally {
    cleanup();
  }
};
const App: any = pickExport(answer as any, { name: "SignUpForm", fits: (value: any) => isComponent(value) && shows(value) });

const type = (label: RegExp, value: string) => fireEvent.change(screen.getByLabelText(label), { target: { value } });
const fill = (email: string, password: string, again = password) => {
  type(/^email/i, email);
  type(/^password/i, password);
  type(/^repeat password/i, again);
};
const send = () => fireEvent.click(screen.getByRole("button", { name: /sign up/i }));
const text = () => document.body.textContent ?? "";
const faults = () => [/enter a valid email/i, /at least 8 characters/i, /passwords differ/i].map((fault) => fault.test(text()));

test("says nothing before the button is pressed", () => {
  render(<App />);
  const said = screen.queryAllByRole("alert").map((alert) => (alert.textContent ?? "").trim());
  expect(said.filter(Boolean)).toEqual([]);
  fill("x", "y", "z");
  expect(faults()).toEqual([false, false, false]);
});

test("says each mistake", () => {
  const onSignUp = vi.fn();
  render(<App onSignUp={onSignUp} />);
  fill("nobody", "short", "other");
  send();
  expect(faults()).toEqual([true, true, true]);
  expect(onSignUp).not.toHaveBeenCalled();
});

test.each(["a@b", "@b.co", "a@.co", "a b@c.de", "a@b.", "a@b c.de", "a@b.c de"])("%s is no email", (email) => {
  render(<App />);
  fill(email, "12345678");
  send();
  expect(faults()).toEqual([true, false, false]);
});

test("seven characters are too few, eight are enough", () => {
  render(<App />);
  fill("ada@example.org", "1234567");
  send();
  expect(faults()).toEqual([false, true, false]);
  fill("ada@example.org", "12345678");
  send();
  expect(text()).toMatch(/welcome, ada@example\.org/i);
});

test("a corrected mistake is no longer said", () => {
  render(<App />);
  fill("nobody", "12345678", "12345679");
  send();
  expect(faults()).toEqual([true, false, true]);
  fill("nobody", "12345678");
  send();
  expect(faults()).toEqual([true, false, false]);
});

test("tells what was typed, once, and says welcome in place of the form", () => {
  const onSignUp = vi.fn();
  render(<App onSignUp={onSignUp} />);
  fill("ada@mail.example.org", "correct horse");
  send();
  expect(onSignUp).toHaveBeenCalledTimes(1);
  expect(onSignUp).toHaveBeenCalledWith({ email: "ada@mail.example.org", password: "correct horse" });
  expect(text()).toMatch(/welcome, ada@mail\.example\.org/i);
  expect(screen.queryByRole("button", { name: /sign up/i })).toBeNull();
});
