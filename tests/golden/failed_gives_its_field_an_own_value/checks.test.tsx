import { render, screen } from "@testing-library/react";
import Answer from "./candidate";

test("shows the sum", () => {
  render(<Answer />);
  expect(screen.getByRole("textbox")).toHaveValue("5");
});
