import { render, screen } from "@testing-library/react";
import Answer from "./candidate";

test("shows what it should", () => {
  render(<Answer />);
  expect((screen.getByRole("link") as HTMLAnchorElement).href).toBe("https://rows.example/");
});
