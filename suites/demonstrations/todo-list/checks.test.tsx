import * as answer from "./answer";
import { fireEvent, render, screen } from "@testing-library/react";

const TodoList = (answer as any).default ?? Object.values(answer).find((each) => typeof each === "function");
const press = (name: RegExp) => fireEvent.click(screen.getByRole("button", { name }));
const add = (text: string) => {
  fireEvent.change(screen.getByRole("textbox"), { target: { value: text } });
  press(/^add/i);
};
const boxOf = (text: string) => {
  const boxes = screen.getAllByRole("checkbox");
  return boxes.find((box) => (box.closest("li, label, div")?.textContent ?? "").includes(text))!;
};

beforeEach(() => void render(<TodoList />));

test("adds what was typed", () => {
  add("buy milk");
  expect(screen.getByText(/buy milk/)).toBeTruthy();
});

test("adds nothing for an empty field", () => {
  const before = screen.queryAllByRole("checkbox").length;
  add("   ");
  expect(screen.queryAllByRole("checkbox").length).toBe(before);
});

test("shows open or done entries alone", () => {
  add("buy milk");
  add("write a letter");
  fireEvent.click(boxOf("buy milk"));
  press(/^open/i);
  expect(screen.queryByText(/buy milk/)).toBeNull();
  expect(screen.getByText(/write a letter/)).toBeTruthy();
  press(/^done/i);
  expect(screen.getByText(/buy milk/)).toBeTruthy();
  expect(screen.queryByText(/write a letter/)).toBeNull();
  press(/^all/i);
  expect(screen.getByText(/write a letter/)).toBeTruthy();
});
