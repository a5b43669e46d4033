import { render, screen } from "@testing-library/react";
import Answer from "./candidate";

test("counts", async () => {
  render(<Answer />);
  expect((await screen.findByRole("button")).textContent).toBe("1");
});
