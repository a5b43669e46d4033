import { fireEvent, render, screen } from "@testing-library/react";
import Table from "./Table";

const columns = [{ key: "name", title: "Name" }, { key: "age", title: "Age" }];
function start() {
  const rows = [{ name: "Bob", age: 10 }, { name: "cy", age: 9 }, { name: "ada", age: 100 }, { name: "Di", age: 10 }];
  render(<Table columns={columns} rows={rows} />);
  return rows;
}
const press = (name: string) => fireEvent.click(screen.getByRole("button", { name }));
const names = () => screen.getAllByRole("row").slice(1).map((row) => row.querySelector("td")?.textContent);

describe("change", () => {
  test("sorts ascending, then descending", () => {
    start();
    press("Name");
    expect(names()).toEqual(["ada", "Bob", "cy", "Di"]);
    press("Name");
    expect(names()).toEqual(["Di", "cy", "Bob", "ada"]);
    press("Name");
    expect(names()).toEqual(["ada", "Bob", "cy", "Di"]);
  });
  test("numbers as numbers, equal rows in their order", () => {
    start();
    press("Age");
    expect(names()).toEqual(["cy", "Bob", "Di", "ada"]);
    press("Age");
    expect(names()).toEqual(["ada", "Bob", "Di", "cy"]);
  });
  test("texts that differ by case alone keep their order, both ways", () => {
    const rows = [{ name: "bob", age: 1 }, { name: "Ada", age: 2 }, { name: "Bob", age: 3 }, { name: "BOB", age: 4 }, { name: "Cy", age: 5 }];
    render(<Table columns={columns} rows={rows} />);
    press("Name");
    expect(names()).toEqual(["Ada", "bob", "Bob", "BOB", "Cy"]);
    press("Name");
    expect(names()).toEqual(["Cy", "bob", "Bob", "BOB", "Ada"]);
  });
  test("another column begins with ascending", () => {
    start();
    press("Age");
    press("Age");
    press("Name");
    expect(names()).toEqual(["ada", "Bob", "cy", "Di"]);
  });
  test("says how it is sorted", () => {
    start();
    const states = () => screen.getAllByRole("columnheader").map((cell) => cell.getAttribute("aria-sort"));
    press("Name");
    expect(states()).toEqual(["ascending", null]);
    press("Name");
    expect(states()).toEqual(["descending", null]);
    press("Age");
    expect(states()).toEqual([null, "ascending"]);
  });
});

describe("kept", () => {
  test("shows the rows as given", () => {
    start();
    expect(names()).toEqual(["Bob", "cy", "ada", "Di"]);
    expect(screen.getAllByRole("columnheader").map((cell) => cell.textContent)).toEqual(["Name", "Age"]);
    expect(screen.getAllByRole("cell").slice(0, 2).map((cell) => cell.textContent)).toEqual(["Bob", "10"]);
    expect(screen.getAllByRole("columnheader").some((cell) => cell.hasAttribute("aria-sort"))).toBe(false);
  });
  test("says when there are none", () => {
    render(<Table columns={columns} rows={[]} />);
    screen.getByText("No rows");
    expect(screen.queryByRole("table")).toBeNull();
  });
  test("shows other rows later", () => {
    const { rerender } = render(<Table columns={columns} rows={[]} />);
    rerender(<Table columns={columns} rows={[{ name: "Eve", age: 1 }]} />);
    expect(names()).toEqual(["Eve"]);
    rerender(<Table columns={columns} rows={[]} />);
    screen.getByText("No rows");
  });
  test("the given rows stay as they are", () => {
    const rows = start();
    for (const button of screen.queryAllByRole("button")) fireEvent.click(button);
    expect(rows.map((row) => row.name)).toEqual(["Bob", "cy", "ada", "Di"]);
  });
});
