import { fireEvent, render, screen } from "@testing-library/react";
import Accordion from "./Accordion";

test("renders", () => {
  render(<Accordion sections={[{ title: "A", text: "alpha" }]} />);
  expect(screen.getByRole("button", { name: "A" })).toBeTruthy();
  expect(screen.queryByText("alpha")).toBeNull();
});
