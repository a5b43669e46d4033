import { fireEvent, render, screen } from "@testing-library/react";
import TodoList from "./TodoList";

function start(...items: string[]) {
  render(<TodoList />);
  for (const value of items) {
    fireEvent.change(screen.getByLabelText("New item"), { target: { value } });
    fireEvent.click(screen.getByRole("button", { name: "Add" }));
  }
}
const tick = (name: string) => fireEvent.click(screen.getByLabelText(name));
const press = (name: string) => fireEvent.click(screen.getByRole("button", { name }));
const shown = () => screen.queryAllByRole("listitem").map((item) => item.textContent?.trim());

describe("change", () => {
  test("shows all, open or done", () => {
    start("tea", "milk", "bread");
    tick("milk");
    expect(shown()).toEqual(["tea", "milk", "bread"]);
    press("Open");
    expect(shown()).toEqual(["tea", "bread"]);
    press("Done");
    expect(shown()).toEqual(["milk"]);
    press("All");
    expect(shown()).toEqual(["tea", "milk", "bread"]);
  });
  test("says which is chosen", () => {
    start();
    const states = () => ["All", "Open", "Done"].map((name) => screen.getByRole("button", { name }).getAttribute("aria-pressed"));
    expect(states()).toEqual(["true", "false", "false"]);
    press("Done");
    expect(states()).toEqual(["false", "false", "true"]);
  });
  test("an item that is ticked leaves the open ones, and the right one", () => {
    start("tea", "milk");
    tick("tea");
    press("Open");
    tick("milk");
    expect(shown()).toEqual([]);
    screen.getByText("0 open");
    press("Done");
    expect(shown()).toEqual(["tea", "milk"]);
  });
  test("counts all open items", () => {
    start("tea", "milk");
    press("Done");
    screen.getByText("2 open");
  });
});

describe("kept", () => {
  test("adds trimmed items at the end, and empties the field", () => {
    start("  tea ", "milk");
    expect(shown()).toEqual(["tea", "milk"]);
    expect((screen.getByLabelText("New item") as HTMLInputElement).value).toBe("");
  });
  test("the field is empty at first", () => {
    start();
    expect((screen.getByLabelText("New item") as HTMLInputElement).value).toBe("");
  });
  test("adds no blanks", () => {
    start("  ");
    expect(shown()).toEqual([]);
  });
  test("ticks and unticks, and counts", () => {
    start("tea", "milk");
    screen.getByText("2 open");
    tick("tea");
    screen.getByText("1 open");
    expect((screen.getByLabelText("tea") as HTMLInputElement).checked).toBe(true);
    tick("tea");
    screen.getByText("2 open");
  });
});
