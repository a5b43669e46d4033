import { fireEvent, render, screen } from "@testing-library/react";
import Accordion from "./Accordion";

test("both can be open", () => {
  render(<Accordion sections={[{ title: "A", text: "alpha" }, { title: "B", text: "beta" }]} />);
  fireEvent.click(screen.getByText("A"));
  fireEvent.click(screen.getByText("B"));
  screen.getByText("alpha");
});
