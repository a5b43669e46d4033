import { render } from "@testing-library/react";
import Answer from "./candidate";

test("shows the title", () => {
  render(<Answer />);
  expect(document.title).toBe("Clicks: 1");
});
