import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import Answer from "./candidate";

test("counts clicks", async () => {
  render(<Answer />);
  await userEvent.click(screen.getByRole("button"));
  expect(screen.getByRole("button").textContent).toBe("clicked 1");
});
