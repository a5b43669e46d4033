import { render, screen } from "@testing-library/react";
import Answer from "./candidate";

test("is active", () => {
  render(<Answer />);
  expect(screen.getByRole("button").classList.contains("active")).toBe(true);
});
