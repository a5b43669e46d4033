import { render, screen } from "@testing-library/react";
import Answer from "./candidate";

test("stays", () => {
  render(<Answer />);
  const click = new MouseEvent("click", { bubbles: true, cancelable: true });
  screen.getByText("go").dispatchEvent(click);
  expect(click.defaultPrevented).toBe(true);
});
