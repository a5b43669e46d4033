import { fireEvent, render, screen } from "@testing-library/react";
import "@testing-library/jest-dom";
import Accordion from "./Accordion";
test("opens", () => {
  render(<Accordion sections={[{ title: "A", text: "alpha" }]} />);
  fireEvent.click(screen.getByText("A"));
  expect(screen.getByText("alpha")).toBeVisible();
  fireEvent.click(screen.getByText("A"));
  expect(screen.queryByText("alpha")?.checkVisibility() ?? false).toBe(false);
});
