import { render, screen } from "@testing-library/react";
import Answer from "./candidate";

test("counts", () => {
  render(<Answer />);
  expect(screen.getByText("1")).toBeTruthy();
});
