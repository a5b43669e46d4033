import { render, screen } from "@testing-library/react";
import Answer from "./candidate";

test("reads a file", async () => {
  render(<Answer />);
  expect(await new File(["none"], "rows.csv").text()).toBe("rows");
});
