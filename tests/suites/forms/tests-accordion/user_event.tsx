import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test } from "vitest";
import Accordion from "./Accordion";

const sections = [{ title: "A", text: "alpha" }, { title: "B", text: "beta" }];

test("opens, switches and closes", async () => {
  const user = userEvent.setup();
  render(<Accordion sections={sections} />);
  const [a, b] = screen.getAllByRole("button");
  expect(screen.queryByText("alpha")).not.toBeInTheDocument();
  await user.click(a);
  expect(screen.getByText("alpha")).toBeInTheDocument();
  expect(a).toHaveAttribute("aria-expanded", "true");
  expect(b).toHaveAttribute("aria-expanded", "false");
  await user.click(b);
  expect(screen.queryByText("alpha")).not.toBeInTheDocument();
  await user.click(b);
  expect(screen.queryByText("beta")).not.toBeInTheDocument();
});
