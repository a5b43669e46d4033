import { render, screen } from "@testing-library/react";
import Answer from "./candidate";
test("shows 1", () => {
  render(<Answer />);
  expect(screen.getByRole("button").textContent).toBe("clicked 1");
});
