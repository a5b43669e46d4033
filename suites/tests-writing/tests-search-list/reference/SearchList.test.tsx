import { fireEvent, render, screen } from "@testing-library/react";
import { expect, test } from "vitest";
import SearchList from "./SearchList";

const names = ["Zoe", "Anna", "Johanna", "C++ (old)"];
const shown = () => screen.queryAllByRole("listitem").map((item) => item.textContent);
const field = () => screen.getByLabelText("Search") as HTMLInputElement;
const type = (value: string) => fireEvent.change(field(), { target: { value } });

test("shows all in their order", () => {
  render(<SearchList names={names} />);
  expect(shown()).toEqual(names);
  screen.getByText("4 of 4");
  expect(screen.queryByRole("button", { name: "Clear" })).toBeNull();
});

test("finds anywhere, whatever the case and the blanks around", () => {
  render(<SearchList names={names} />);
  type(" ANNA ");
  expect(shown()).toEqual(["Anna", "Johanna"]);
  screen.getByText("2 of 4");
  type("c++ (");
  expect(shown()).toEqual(["C++ (old)"]);
});

test("says when nothing is found, and clears", () => {
  render(<SearchList names={names} />);
  type("xyz");
  screen.getByText("Nothing found for xyz");
  screen.getByText("0 of 4");
  fireEvent.click(screen.getByRole("button", { name: "Clear" }));
  expect(field().value).toBe("");
  expect(shown()).toEqual(names);
});
