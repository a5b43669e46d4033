import * as answer from "./answer";
import { isComponent, pickExport } from "bakeoff";
import { cleanup, fireEvent, render, screen } from "@testing-library/react";
const given = { names: ["Diana", "Bob", "anton", "C++ Carl"] };

// An answer may define parts of its own: the application is the component that shows what was asked for.
const shows = (App: any) => {
  try {
    render(<App {...given} />);
    return screen.queryByLabelText(/search/i) !== null;
  } catch {
    return false;
  } finally {
    cleanup();
  }
};
const App: any = pickExport(answer as any, { name: "SearchList", fits: (value: any) => isComponent(value) && shows(value) });

const field = () => screen.getByLabelText(/search/i) as HTMLInputElement;
const type = (value: string) => fireEvent.change(field(), { target: { value } });
const items = () => screen.queryAllByRole("listitem").map((item) => item.textContent?.trim());
const text = () => document.body.textContent ?? "";
const saysNothingFound = () => /nothing found/i.test(document.body.innerText); // what a person sees, without hidden parts
const clear = () => screen.queryByRole("button", { name: /clear/i });

beforeEach(() => void render(<App {...given} />));

test("shows all at first", () => {
  expect(items()).toEqual(given.names);
  expect(text()).toMatch(/4 of 4/);
  expect(saysNothingFound()).toBe(false);
  expect(clear()).toBeNull();
});

test.each([["an", ["Diana", "anton"]], ["AN", ["Diana", "anton"]], [" bob ", ["Bob"]], ["c++", ["C++ Carl"]], ["   ", ["Diana", "Bob", "anton", "C++ Carl"]]])(
  "“%s” shows %s",
  (query, expected) => {
    type(query as string);
    expect(items()).toEqual(expected);
    expect(text()).toMatch(new RegExp(`${expected.length} of 4`));
    expect(saysNothingFound()).toBe(false);
  },
);

test("says when nothing is found", () => {
  type("xyz");
  expect(items()).toEqual([]);
  expect(text()).toMatch(/nothing found for .?xyz/i);
});

test("Clear empties the field", () => {
  type("bob");
  fireEvent.click(clear()!);
  expect(field().value).toBe("");
  expect(items()).toEqual(given.names);
  expect(clear()).toBeNull();
});
