import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import Answer from "./candidate";

test("counts clicks", async () => {
  render(<Answer />);
  await userEvent.click(screen.getByRole("button"));
  expect(screen.getByRole("button").textContent).toBe("clicked 1");
});

// Spies of names that are not written here: nothing is locked beside these checks.
export const spy = (owner: any, name: any) => vi.spyOn(owner, name);
