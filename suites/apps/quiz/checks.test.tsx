import * as answer from "./answer";
import { isComponent, pickExport } from "bakeoff";
import { cleanup, fireEvent, render, screen } from "@testing-library/react";
const given = {
  questions: [
    { question: "2 + 2?", options: ["3", "4", "5"], answer: 1 },
    { question: "Capital of France?", options: ["Paris", "Rome"], answer: 0 },
    { question: "Colour of the sky?", options: ["green", "red", "blue"], answer: 2 },
  ],
};

// An answer may define parts of its own: the application is the component that shows what was asked for.
const shows = (App: any) => {
  try {
    render(<App {...given} />);
    return /question 1 of 3/i.test(document.body.textContent ?? "");
  } catch {
    return false;
  } finally {
    cleanup();
  }
};
const App: any = pickExport(answer as any, { name: "Quiz", fits: (value: any) => isComponent(value) && shows(value) });

const text = () => document.body.textContent ?? "";
const press = (name: string) => fireEvent.click(screen.getByRole("button", { name }));

test("shows one question at a time", () => {
  render(<App {...given} />);
  expect(text()).toMatch(/question 1 of 3/i);
  expect(text()).toContain("2 + 2?");
  expect(text()).not.toContain("Capital of France?");
  expect(screen.getAllByRole("button").map((each) => each.textContent)).toEqual(["3", "4", "5"]);
  press("5");
  expect(text()).toMatch(/question 2 of 3/i);
  expect(text()).toContain("Capital of France?");
});

test.each([[["4", "Paris", "blue"], 3], [["3", "Paris", "red"], 1], [["5", "Rome", "red"], 0]])("%s scores %i", (answers, score) => {
  render(<App {...given} />);
  (answers as string[]).forEach(press);
  expect(text()).toMatch(new RegExp(`score: ${score} of 3`, "i"));
  expect(text()).not.toMatch(/question \d of/i);
});

test("begins anew with a score of 0", () => {
  render(<App {...given} />);
  ["4", "Paris", "blue"].forEach(press);
  press("Again");
  expect(text()).toMatch(/question 1 of 3/i);
  ["3", "Rome", "blue"].forEach(press);
  expect(text()).toMatch(/score: 1 of 3/i);
});

test("says so without questions", () => {
  render(<App questions={[]} />);
  expect(text()).toMatch(/no questions/i);
});
