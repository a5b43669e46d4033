import { render, screen } from "@testing-library/react";
import Answer from "./candidate";

test("is hidden", () => {
  render(<Answer />);
  expect(screen.getByText("text").style.display).toBe("none");
});
