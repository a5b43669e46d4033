import { fireEvent, render, screen } from "@testing-library/react";
import Answer from "./candidate";

test("counts", () => {
  render(<Answer />);
  const button = screen.getByRole("button");
  fireEvent.click(button);
  expect(button.textContent).toBe("1");
});
