import { fireEvent, render, screen } from "@testing-library/react";
import Accordion from "./Accordion";

const show = () => render(<Accordion sections={[1, 2, 3].map((n) => ({ title: `T${n}`, text: `text ${n}` }))} />);
const open = () => screen.queryAllByRole("button", { expanded: true }).map((button) => button.textContent);

it("one at most is open", () => {
  const { container } = show();
  expect(open()).toEqual([]);
  expect(container.textContent).toBe("T1T2T3");
  fireEvent.click(screen.getByText("T2"));
  expect(open()).toEqual(["T2"]);
  fireEvent.click(screen.getByText("T3"));
  expect(open()).toEqual(["T3"]);
  fireEvent.click(screen.getByText("T3"));
  expect(open()).toEqual([]);
});
