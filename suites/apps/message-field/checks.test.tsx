import * as answer from "./answer";
import { isComponent, pickExport } from "bakeoff";
import { cleanup, fireEvent, render, screen } from "@testing-library/react";

// An answer may define parts of its own: the application is the component that shows what was asked for.
const shows = (App: any) => {
  try {
    render(<App />);
    return screen.queryByLabelText(/message/i) !== null;
  } catch {
    return false;
  } finally {
    cleanup();
  }
};
const App: any = pickExport(answer as any, { name: "MessageField", fits: (value: any) => isComponent(value) && shows(value) });

const field = () => screen.getByLabelText(/message/i) as HTMLTextAreaElement;
const type = (value: string) => fireEvent.change(field(), { target: { value } });
const button = () => screen.getByRole("button", { name: /send/i }) as HTMLButtonElement;
const text = () => document.body.textContent ?? "";

test("counts, with 20 when no limit is given", () => {
  render(<App onSend={() => {}} />);
  expect(text()).toMatch(/(?<!\d)0 of 20/);
  type("abc");
  expect(text()).toMatch(/(?<!\d)3 of 20/);
});

test("says how many are over, and keeps the text", () => {
  render(<App limit={5} onSend={() => {}} />);
  type("abcdefg");
  expect(text()).toMatch(/(?<!\d)2 over/);
  expect(text()).not.toMatch(/7 of 5/);
  expect(field().value).toBe("abcdefg");
  expect(button().disabled).toBe(true);
});

test("counts blanks at the ends too", () => {
  render(<App limit={5} onSend={() => {}} />);
  type(" ab ");
  expect(text()).toMatch(/(?<!\d)4 of 5/);
  type("  abc ");
  expect(text()).toMatch(/(?<!\d)1 over/);
  expect(button().disabled).toBe(true);
});

test("takes a limit of 0", () => {
  render(<App limit={0} onSend={() => {}} />);
  expect(text()).toMatch(/(?<!\d)0 of 0/);
});

test.each([["", true], ["   ", true], ["abcde", false], ["abcdef", true]])("with “%s” Send is disabled: %s", (value, isDisabled) => {
  render(<App limit={5} onSend={() => {}} />);
  type(value as string);
  expect(button().disabled).toBe(isDisabled);
});

test("sends the text without blanks at its ends, and empties the field", () => {
  const onSend = vi.fn();
  render(<App onSend={onSend} />);
  type("  two words ");
  fireEvent.click(button());
  expect(onSend).toHaveBeenCalledTimes(1);
  expect(onSend).toHaveBeenCalledWith("two words");
  expect(field().value).toBe("");
  expect(text()).toMatch(/(?<!\d)0 of 20/);
});
