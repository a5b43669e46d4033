import { render, screen } from "@testing-library/react";
import Answer from "./candidate";

test("counts", () => {
  const { container } = render(<Answer />, { container: document.createElement("div") });
  expect(container.querySelector("button")!.textContent).toBe("1");
});
