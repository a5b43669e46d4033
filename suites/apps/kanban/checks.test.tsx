import * as answer from "./answer";
import { isComponent, pickExport } from "bakeoff";
import { cleanup, fireEvent, render, screen, within } from "@testing-library/react";

// An answer may define parts of its own: the application is the component that shows what was asked for.
const shows = (App: any) => {
  try {
    render(<App />);
    return screen.queryByRole("region", { name: /to do/i }) !== null;
  } catch {
    return false;
  } finally {
    cleanup();
  }
};
const App: any = pickExport(answer as any, { name: "Kanban", fits: (value: any) => isComponent(value) && shows(value) });

const column = (name: string) => within(screen.getByRole("region", { name: new RegExp(`^${name}`, "i") }));
const cards = (name: string) => column(name).queryAllByRole("listitem");
const texts = (name: string) => cards(name).map((card) => (/one|two|three/.exec(card.textContent ?? "") ?? [""])[0]);
const add = (text: string) => {
  fireEvent.change(screen.getByRole("textbox"), { target: { value: text } });
  fireEvent.click(screen.getByRole("button", { name: /^add/i }));
};
const press = (name: string, at: number, what: RegExp) => fireEvent.click(within(cards(name)[at]).getByRole("button", { name: what }));
const LEFT = /left/i;
const RIGHT = /right/i;

beforeEach(() => void render(<App />));

test("begins with three empty columns", () => {
  for (const name of ["To do", "Doing", "Done"]) expect(screen.getByRole("region", { name: new RegExp(name, "i") }).textContent).toMatch(/\(0\)/);
});

test("adds to the end of To do, and empties the field", () => {
  add("one");
  expect((screen.getByRole("textbox") as HTMLInputElement).value).toBe("");
  add("two");
  add("  ");
  expect(texts("To do")).toEqual(["one", "two"]);
  expect((screen.getByRole("textbox") as HTMLInputElement).value.trim()).toBe("");
  expect(screen.getByRole("region", { name: /to do/i }).textContent).toMatch(/to do\s*\(2\)/i);
});

test("moves right to the end of the next column, and back", () => {
  ["one", "two", "three"].forEach(add);
  press("To do", 1, RIGHT);
  press("To do", 0, RIGHT);
  expect(texts("To do")).toEqual(["three"]);
  expect(texts("Doing")).toEqual(["two", "one"]);
  press("Doing", 0, RIGHT);
  expect(texts("Done")).toEqual(["two"]);
  press("Done", 0, LEFT);
  expect(texts("Doing")).toEqual(["one", "two"]);
  press("Doing", 0, LEFT);
  expect(texts("To do")).toEqual(["three", "one"]);
});

test("has no way out at the ends", () => {
  add("one");
  expect(within(cards("To do")[0]).queryByRole("button", { name: LEFT })).toBeNull();
  press("To do", 0, RIGHT);
  expect(within(cards("Doing")[0]).getByRole("button", { name: LEFT })).toBeTruthy();
  press("Doing", 0, RIGHT);
  expect(within(cards("Done")[0]).queryByRole("button", { name: RIGHT })).toBeNull();
});

test("deletes one card, also of two with the same text", () => {
  ["one", "one", "two"].forEach(add);
  press("To do", 0, /delete/i);
  expect(texts("To do")).toEqual(["one", "two"]);
});

test("moves one card of two with the same text", () => {
  ["one", "one"].forEach(add);
  press("To do", 0, RIGHT);
  expect(texts("To do")).toEqual(["one"]);
  expect(texts("Doing")).toEqual(["one"]);
});

test("counts in each column", () => {
  ["one", "two"].forEach(add);
  press("To do", 0, RIGHT);
  expect(screen.getByRole("region", { name: /doing/i }).textContent).toMatch(/doing\s*\(1\)/i);
  expect(screen.getByRole("region", { name: /to do/i }).textContent).toMatch(/to do\s*\(1\)/i);
});
