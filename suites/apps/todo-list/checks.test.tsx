import * as answer from "./answer";
import { isComponent, pickExport } from "bakeoff";
import { cleanup, fireEvent, render, screen } from "@testing-library/react";

// An answer may define parts of its own: the application is the component that shows what was asked for.
const shows = (App: any) => {
  try {
    render(<App />);
    return screen.queryByRole("textbox") !== null && screen.queryByRole("button", { name: /^add/i }) !== null;
  } catch {
    return false;
  } finally {
    cleanup();
  }
};
const App: any = pickExport(answer as any, { name: "TodoList", fits: (value: any) => isComponent(value) && shows(value) });
const press = (name: RegExp) => fireEvent.click(screen.getByRole("button", { name }));
const shown = () => document.body.textContent ?? "";

const field = () => screen.getByRole("textbox") as HTMLInputElement;
const add = (text: string) => {
  fireEvent.change(field(), { target: { value: text } });
  press(/^add/i);
};
const boxes = () => screen.queryAllByRole("checkbox");
const boxOf = (text: string) => boxes().find((box) => (box.closest("li, label, div, p, tr")?.textContent ?? "").includes(text))!;

beforeEach(() => void render(<App />));

test("adds what was typed and empties the field", () => {
  add("buy milk");
  expect(shown()).toContain("buy milk");
  expect(field().value).toBe("");
});

test("adds nothing for blanks", () => {
  add("   ");
  expect(boxes().length).toBe(0);
});

test("counts what is left", () => {
  add("buy milk");
  add("write a letter");
  expect(shown()).toMatch(/2\s+left/i);
  fireEvent.click(boxOf("buy milk"));
  expect(shown()).toMatch(/1\s+left/i);
  fireEvent.click(boxOf("buy milk"));
  expect(shown()).toMatch(/2\s+left/i);
});

test("shows open or done entries alone", () => {
  add("buy milk");
  add("write a letter");
  fireEvent.click(boxOf("buy milk"));
  press(/^open/i);
  expect(shown()).not.toContain("buy milk");
  expect(shown()).toContain("write a letter");
  press(/^done/i);
  expect(shown()).toContain("buy milk");
  expect(shown()).not.toContain("write a letter");
  expect(shown()).toMatch(/1\s+left/i);
  press(/^all/i);
  expect(boxes().length).toBe(2);
});

test("marks the entry whose box is pressed, whichever are shown", () => {
  add("buy milk");
  add("write a letter");
  fireEvent.click(boxOf("buy milk"));
  press(/^open/i);
  fireEvent.click(boxOf("write a letter"));
  press(/^all/i);
  expect(boxes().map((box) => (box as HTMLInputElement).checked)).toEqual([true, true]);
  expect(shown()).toMatch(/0\s+left/i);
});

test("two entries with the same text are two entries", () => {
  add("call");
  add("call");
  fireEvent.click(boxes()[0]);
  expect(boxes().map((box) => (box as HTMLInputElement).checked)).toEqual([true, false]);
});
