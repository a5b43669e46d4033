import { fireEvent, render, screen } from "@testing-library/react";
import Answer from "./candidate";

test("goes to an item", () => {
  render(<Answer />);
  expect(screen.getByRole("heading")).toHaveTextContent("start");
  fireEvent.click(screen.getByText("third"));
  expect(screen.getByRole("heading")).toHaveTextContent("item 3");
});
