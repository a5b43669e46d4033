import { render } from "@testing-library/react";
import Answer from "./candidate";

test("stores the sum", () => {
  render(<Answer />);
  expect(localStorage.getItem("sum")).toBe("5");
});
