import { render, screen } from "@testing-library/react";
import Answer from "./candidate";

test("is disabled", () => {
  render(<Answer />);
  expect(screen.getByRole<HTMLButtonElement>("button").disabled).toBe(true);
});
