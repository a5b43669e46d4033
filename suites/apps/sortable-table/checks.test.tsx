import * as answer from "./answer";
import { isComponent, pickExport } from "bakeoff";
import { cleanup, fireEvent, render, screen } from "@testing-library/react";
const given = {
  rows: [
    { name: "bert", age: 9 },
    { name: "Ada", age: 36 },
    { name: "Cleo", age: 100 },
    { name: "dan", age: 9 },
  ],
};

// An answer may define parts of its own: the application is the component that shows what was asked for.
const shows = (App: any) => {
  try {
    render(<App {...given} />);
    return screen.queryByRole("button", { name: /name/i }) !== null && screen.queryByRole("button", { name: /age/i }) !== null;
  } catch {
    return false;
  } finally {
    cleanup();
  }
};
const App: any = pickExport(answer as any, { name: "SortableTable", fits: (value: any) => isComponent(value) && shows(value) });

const press = (name: RegExp) => fireEvent.click(screen.getByRole("button", { name }));
const order = () =>
  [...document.querySelectorAll("tr")]
    .map((row) => [...row.querySelectorAll("td")].map((cell) => cell.textContent?.trim()))
    .filter((cells) => cells.length >= 2)
    .map((cells) => `${cells[0]} ${cells[1]}`);
const GIVEN = ["bert 9", "Ada 36", "Cleo 100", "dan 9"];

beforeEach(() => void render(<App {...given} />));

test("begins in the order given", () => {
  expect(order()).toEqual(GIVEN);
});

test("sorts names without regard to case, then descending", () => {
  press(/name/i);
  expect(order()).toEqual(["Ada 36", "bert 9", "Cleo 100", "dan 9"]);
  press(/name/i);
  expect(order()).toEqual(["dan 9", "Cleo 100", "bert 9", "Ada 36"]);
  press(/name/i);
  expect(order()[0]).toBe("Ada 36");
});

test("sorts ages by value; equal ones keep their order", () => {
  press(/age/i);
  expect(order()).toEqual(["bert 9", "dan 9", "Ada 36", "Cleo 100"]);
  press(/age/i);
  expect(order()).toEqual(["Cleo 100", "Ada 36", "bert 9", "dan 9"]);
});

test("equal names keep their order, also descending", () => {
  cleanup();
  render(<App rows={[{ name: "eve", age: 5 }, { name: "Ada", age: 7 }, { name: "eve", age: 3 }, { name: "Ada", age: 2 }]} />);
  press(/name/i);
  expect(order()).toEqual(["Ada 7", "Ada 2", "eve 5", "eve 3"]);
  press(/name/i);
  expect(order()).toEqual(["eve 5", "eve 3", "Ada 7", "Ada 2"]);
});

test("another column begins ascending", () => {
  press(/name/i);
  press(/age/i);
  expect(order()).toEqual(["bert 9", "dan 9", "Ada 36", "Cleo 100"]);
});

test("does not change what was given", () => {
  press(/name/i);
  press(/age/i);
  expect(given.rows.map((row) => `${row.name} ${row.age}`)).toEqual(GIVEN);
});
