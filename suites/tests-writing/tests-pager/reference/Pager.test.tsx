import { fireEvent, render, screen } from "@testing-library/react";
import { expect, test } from "vitest";
import Pager from "./Pager";

const items = (n: number) => Array.from({ length: n }, (_, i) => `item ${i + 1}`);
const shown = () => screen.queryAllByRole("listitem").map((item) => item.textContent);
const button = (name: string) => screen.getByRole("button", { name }) as HTMLButtonElement;

test("turns pages of the given size", () => {
  render(<Pager items={items(5)} pageSize={2} />);
  screen.getByText("Page 1 of 3");
  expect(shown()).toEqual(["item 1", "item 2"]);
  expect(button("Previous").disabled).toBe(true);
  fireEvent.click(button("Next"));
  fireEvent.click(button("Next"));
  screen.getByText("Page 3 of 3");
  expect(shown()).toEqual(["item 5"]);
  expect(button("Next").disabled).toBe(true);
  fireEvent.click(button("Previous"));
  expect(shown()).toEqual(["item 3", "item 4"]);
});

test("five on a page when no size is given, and no page too many", () => {
  render(<Pager items={items(10)} />);
  screen.getByText("Page 1 of 2");
  expect(shown()).toHaveLength(5);
});

test("nothing is one page", () => {
  render(<Pager items={[]} />);
  screen.getByText("Page 1 of 1");
  expect(button("Previous").disabled).toBe(true);
  expect(button("Next").disabled).toBe(true);
});

test("goes back to the last page there is", () => {
  const { rerender } = render(<Pager items={items(6)} pageSize={2} />);
  fireEvent.click(button("Next"));
  fireEvent.click(button("Next"));
  rerender(<Pager items={items(3)} pageSize={2} />);
  screen.getByText("Page 2 of 2");
  expect(shown()).toEqual(["item 3"]);
});
