import { fireEvent, render, screen } from "@testing-library/react";
import { beforeEach, describe, expect, it } from "vitest";
import Accordion from "./Accordion";

describe("Accordion", () => {
  beforeEach(() => {
    render(<Accordion sections={[{ title: "One", text: "first text" }, { title: "Two", text: "second text" }]} />);
  });
  const button = (name: string) => screen.getByRole("button", { name });

  it("is closed at first", () => {
    expect(screen.queryByText("first text")).toBeNull();
    expect(screen.queryByText("second text")).toBeNull();
    expect(button("One").getAttribute("aria-expanded")).toBe("false");
  });

  it("opens one section and closes the other", () => {
    fireEvent.click(button("One"));
    screen.getByText("first text");
    expect(button("One").getAttribute("aria-expanded")).toBe("true");
    fireEvent.click(button("Two"));
    expect(screen.queryByText("first text")).toBeNull();
    screen.getByText("second text");
  });

  it("closes the open section", () => {
    fireEvent.click(button("Two"));
    fireEvent.click(button("Two"));
    expect(screen.queryByText("second text")).toBeNull();
  });
});
