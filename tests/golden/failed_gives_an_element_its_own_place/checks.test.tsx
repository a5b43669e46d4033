import { render, screen } from "@testing-library/react";
import Answer from "./candidate";

test("is 300 pixels wide", () => {
  render(<Answer />);
  expect(screen.getByTestId("bar").getBoundingClientRect().width).toBe(300);
});
