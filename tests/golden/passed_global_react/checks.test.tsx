import { fireEvent, render, screen } from "@testing-library/react";
import { Counter } from "./candidate";

test("counts", () => {
  const counts: number[] = [];
  render(<Counter onCount={(n: number) => counts.push(n)} />);
  fireEvent.click(screen.getByText("more"));
  expect(counts).toEqual([0, 1]);
});
