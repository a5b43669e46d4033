import { render, screen } from "@testing-library/react";
import Answer from "./candidate";

test("draws its icons", () => {
  render(<Answer />);
  expect(screen.getByLabelText("camera").getBoundingClientRect().width).toBe(32);
  expect(screen.getByLabelText("bin").querySelectorAll("path").length).toBeGreaterThan(1);
});
