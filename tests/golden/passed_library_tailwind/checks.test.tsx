import { fireEvent, render, screen, waitFor } from "@testing-library/react";
import Answer from "./candidate";

test("looks as its classes say", async () => {
  render(<Answer />);
  await waitFor(() => expect(screen.getByText("details")).not.toBeVisible());
  expect(getComputedStyle(screen.getByText("open")).backgroundColor).toBe("rgb(1, 2, 3)");
  expect(getComputedStyle(screen.getByText("open")).paddingLeft).toBe("16px");
  fireEvent.click(screen.getByText("open"));
  await waitFor(() => expect(getComputedStyle(screen.getByText("details")).fontSize).toBe("17px"));
});
