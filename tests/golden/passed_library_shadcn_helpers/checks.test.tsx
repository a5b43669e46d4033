import { render, screen } from "@testing-library/react";
import Answer from "./candidate";

test("two rows, the later padding wins", () => {
  render(<Answer />);
  expect(screen.getAllByRole("cell").map((cell) => cell.textContent)).toEqual(["Ada", "Bob"]);
  expect(screen.getByRole("table")).toHaveClass("rounded p-2", { exact: true });
});
