import * as answer from "./answer";
import { isComponent, pickExport } from "bakeoff";
import { cleanup, fireEvent, render, screen } from "@testing-library/react";

// An answer may define parts of its own: the application is the component that shows what was asked for.
const shows = (App: any) => {
  try {
    render(<App />);
    return screen.queryByLabelText(/csv/i) !== null;
  } catch {
    return false;
  } finally {
    cleanup();
  }
};
const App: any = pickExport(answer as any, { name: "CsvViewer", fits: (value: any) => isComponent(value) && shows(value) });

const type = (value: string) => fireEvent.change(screen.getByLabelText(/csv/i), { target: { value } });
const rows = () => [...document.querySelectorAll("tr")].map((row) => [...row.querySelectorAll("th, td")].map((cell) => cell.textContent));
const heads = () => [...document.querySelectorAll("th")].map((cell) => cell.textContent);

beforeEach(() => void render(<App />));

test("shows no table without text", () => {
  expect(document.querySelector("table")).toBeNull();
});

test("shows heads and rows", () => {
  type("foo,bar\n1,2\n3,4");
  expect(heads()).toEqual(["foo", "bar"]);
  expect(rows()).toEqual([["foo", "bar"], ["1", "2"], ["3", "4"]]);
});

test("a field in quotes may hold a comma and quotes", () => {
  type('a,b\n"x, y","say ""hi"""');
  expect(rows()[1]).toEqual(["x, y", 'say "hi"']);
});

test("a field in quotes may hold a line break", () => {
  type('a,b\n"one\ntwo",3');
  expect(rows()).toEqual([["a", "b"], ["one\ntwo", "3"]]);
});

test("empty lines are no rows", () => {
  type("a,b\n1,2\n\n3,4\n");
  expect(rows()).toEqual([["a", "b"], ["1", "2"], ["3", "4"]]);
});

test("empty fields stay; blanks are kept", () => {
  type("a,b,c\n,, x ");
  expect(rows()[1]).toEqual(["", "", " x "]);
});

test("short rows are filled up, long ones cut", () => {
  type("a,b\n1\n1,2,3");
  expect(rows()).toEqual([["a", "b"], ["1", ""], ["1", "2"]]);
});

test("follows what is typed", () => {
  type("a\n1");
  type("a\n1\n2");
  expect(rows().length).toBe(3);
  type("");
  expect(document.querySelector("table")).toBeNull();
});
