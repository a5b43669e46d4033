import { render, waitFor } from "@testing-library/react";
import Answer from "./candidate";

test("draws two bars, one three times as high", async () => {
  const { container } = render(<Answer />);
  await waitFor(() => expect(container.querySelectorAll(".recharts-bar-rectangle path")).toHaveLength(2));
  const [low, high] = [...container.querySelectorAll(".recharts-bar-rectangle path")].map((bar) => bar.getBoundingClientRect().height);
  expect(high / low).toBeCloseTo(3, 1);
});
