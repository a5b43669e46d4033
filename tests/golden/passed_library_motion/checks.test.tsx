import { fireEvent, render, screen, waitFor } from "@testing-library/react";
import Answer from "./candidate";

test("fades in, and leaves when its exit is over", async () => {
  render(<Answer />);
  await waitFor(() => expect(getComputedStyle(screen.getByText("seen")).opacity).toBe("1"));
  fireEvent.click(screen.getByText("close"));
  await waitFor(() => expect(screen.queryByText("open")).toBeNull());
});
