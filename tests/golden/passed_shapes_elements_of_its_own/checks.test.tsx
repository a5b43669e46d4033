import { fireEvent, render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import Answer from "./candidate";

test("shows what is typed and chosen", async () => {
  render(<Answer />);
  await userEvent.type(screen.getByLabelText("text"), "ab");
  fireEvent.click(screen.getByRole("checkbox"));
  expect(screen.getByRole("status").textContent).toBe("ab true 1");
  expect(screen.getByLabelText<HTMLInputElement>("text").value).toBe("ab");
  expect(screen.getByRole("checkbox")).toBeChecked();
  const form: any = screen.getByTestId("form");
  expect([form.score, form.style.color, form.dataset.state]).toEqual([5, "red", "on"]);
  expect((screen.getByTestId("rating") as any).value).toBe(3);
  Object.defineProperty(form, "scrollHeight", { value: 500 });
  form.getBoundingClientRect = () => ({ width: 200 });
  expect([form.scrollHeight, form.getBoundingClientRect().width]).toEqual([500, 200]);
});
