import { render, screen } from "@testing-library/react";
import Answer from "./candidate";

test("has three items", () => {
  render(<Answer />);
  expect(screen.getByRole("list").children.length).toBe(3);
});
