import { render, screen } from "@testing-library/react";
import Answer from "./candidate";

test("shows what it should", () => {
  render(<Answer />);
  expect(screen.getByRole("button")).toBeInstanceOf(HTMLButtonElement);
});
