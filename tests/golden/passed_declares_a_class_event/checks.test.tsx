import { act, render, screen } from "@testing-library/react";
import App from "./candidate";
test("hears", () => {
  render(<App />);
  act(() => { screen.getByLabelText("t").dispatchEvent(new Event("input", { bubbles: true })); });
  expect((screen.getByLabelText("t") as HTMLInputElement).placeholder).toBe("1");
});
