import { render } from "@testing-library/react";
import Answer from "./candidate";

test("is on the second page", () => {
  render(<Answer />);
  expect(history.state).toEqual({ page: 2 });
});
