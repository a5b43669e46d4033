import { fireEvent, render, screen } from "@testing-library/react";
import { expect, test, vi } from "vitest";
import StarRating from "./StarRating";

const star = (n: number) => screen.getByRole("button", { name: n === 1 ? "1 star" : `${n} stars` });
const pressed = () => [1, 2, 3, 4, 5].map((n) => star(n).getAttribute("aria-pressed"));

test("chooses stars, tells them, and goes back to none", () => {
  const onChange = vi.fn();
  render(<StarRating onChange={onChange} />);
  screen.getByText("0 of 5");
  fireEvent.click(star(3));
  screen.getByText("3 of 5");
  expect(pressed()).toEqual(["true", "true", "true", "false", "false"]);
  fireEvent.click(star(1));
  screen.getByText("1 of 5");
  fireEvent.click(star(1));
  screen.getByText("0 of 5");
  expect(onChange.mock.calls).toEqual([[3], [1], [0]]);
});

test("works without onChange", () => {
  render(<StarRating />);
  fireEvent.click(star(5));
  screen.getByText("5 of 5");
});
