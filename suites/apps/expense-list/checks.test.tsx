import * as answer from "./answer";
import { isComponent, pickExport } from "bakeoff";
import { cleanup, fireEvent, render, screen } from "@testing-library/react";

// An answer may define parts of its own: the application is the component that shows what was asked for.
const shows = (App: any) => {
  try {
    render(<App />);
    return screen.queryByLabelText(/amount/i) !== null;
  } catch {
    return false;
  } finally {
    cleanup();
  }
};
const App: any = pickExport(answer as any, { name: "Expenses", fits: (value: any) => isComponent(value) && shows(value) });

const set = (label: RegExp, value: string) => fireEvent.change(screen.getByLabelText(label), { target: { value } });
const value = (label: RegExp) => (screen.getByLabelText(label) as HTMLInputElement).value;
const optionOf = (name: string) => [...(screen.getByLabelText(/category/i) as HTMLSelectElement).options].find((each) => each.text.trim() === name)!.value;
const add = (what: string, amount: string, category: string) => {
  set(/what/i, what);
  set(/amount/i, amount);
  set(/category/i, optionOf(category));
  fireEvent.click(screen.getByRole("button", { name: /^add/i }));
};
const items = () => screen.queryAllByRole("listitem").map((item) => item.textContent ?? "").filter((text) => /soup|train|book|tea/.test(text));
const text = () => document.body.textContent ?? "";
const sums = () => [...text().matchAll(/(Food|Travel|Other|Total):\s*(\d+\.\d\d)/g)].map((found) => `${found[1]} ${found[2]}`);

beforeEach(() => void render(<App />));

test("lists the newest first, with category and two decimals", () => {
  add("soup", "4.5", "Food");
  add("train", "20", "Travel");
  expect(items().length).toBe(2);
  expect(items()[0]).toMatch(/train.*Travel.*20\.00|train.*20\.00.*Travel/);
  expect(items()[1]).toMatch(/soup/);
  expect(items()[1]).toMatch(/4\.50/);
});

test("adds up by category, in the order of the options", () => {
  add("book", "10.1", "Other");
  add("soup", "0.1", "Food");
  add("tea", "0.2", "Food");
  expect(sums()).toEqual(["Food 0.30", "Other 10.10", "Total 10.40"]);
});

test("an expense has the category that the select shows at first", () => {
  const category = (screen.getByLabelText(/category/i) as HTMLSelectElement).selectedOptions[0]?.text.trim();
  if (!["Food", "Travel", "Other"].includes(category)) return; // the prompt does not say which is chosen at first
  set(/what/i, "soup");
  set(/amount/i, "4.5");
  fireEvent.click(screen.getByRole("button", { name: /^add/i }));
  expect(sums()).toEqual([`${category} 4.50`, "Total 4.50"]);
});

test("empties what and amount, keeps the category", () => {
  add("train", "20", "Travel");
  expect([value(/what/i), value(/amount/i)]).toEqual(["", ""]);
  expect(value(/category/i)).toBe(optionOf("Travel"));
});

test.each([["", "5"], ["   ", "5"], ["soup", ""], ["soup", "0"], ["soup", "-3"]])("does not add “%s” for “%s”", (what, amount) => {
  add(what, amount, "Food");
  expect(items()).toEqual([]);
  expect(value(/what/i)).toBe(what);
  expect(value(/amount/i)).toBe(amount);
});
