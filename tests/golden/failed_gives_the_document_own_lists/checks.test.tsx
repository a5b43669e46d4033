import { render } from "@testing-library/react";
import Answer from "./candidate";

test("has three forms", () => {
  render(<Answer />);
  expect(document.forms.length).toBe(3);
});
