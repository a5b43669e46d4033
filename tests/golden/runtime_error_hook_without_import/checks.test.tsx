import { render, screen } from "@testing-library/react";
import { Counter } from "./candidate";

test("shows 0", () => {
  render(<Counter />);
  expect(screen.getByText("0")).not.toBeNull();
});
