import { fireEvent, render, screen } from "@testing-library/react";
import Cookies from "js-cookie";
import Answer from "./candidate";

test("keeps a cookie", () => {
  render(<Answer />);
  fireEvent.click(screen.getByText("nobody"));
  expect(screen.getByText("Ada")).toBeVisible();
  expect(Cookies.get("name")).toBe("Ada");
});
test("copies by the document", () => {
  const copied = vi.spyOn(document, "execCommand").mockReturnValue(true);
  render(<Answer />);
  fireEvent.click(screen.getByText("copy"));
  expect(copied).toHaveBeenCalledWith("copy");
});
