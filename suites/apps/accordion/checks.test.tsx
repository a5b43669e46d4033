import * as answer from "./answer";
import { isComponent, pickExport } from "bakeoff";
import { cleanup, fireEvent, render, screen } from "@testing-library/react";
const given = {
  sections: [
    { title: "First", text: "alpha" },
    { title: "Second", text: "beta" },
    { title: "Third", text: "gamma" },
  ],
};

// An answer may define parts of its own: the application is the component that shows what was asked for.
const shows = (App: any) => {
  try {
    render(<App {...given} />);
    return screen.queryByRole("button", { name: /first/i }) !== null;
  } catch {
    return false;
  } finally {
    cleanup();
  }
};
const App: any = pickExport(answer as any, { name: "Accordion", fits: (value: any) => isComponent(value) && shows(value) });

const button = (name: string) => screen.getByRole("button", { name: new RegExp(name, "i") });
const expanded = () => ["First", "Second", "Third"].map((name) => button(name).getAttribute("aria-expanded")).join();
const text = () => document.body.textContent ?? "";

beforeEach(() => void render(<App {...given} />));

test("begins closed", () => {
  expect(expanded()).toBe("false,false,false");
  expect(text()).not.toMatch(/alpha|beta|gamma/);
});

test("opens a section and closes the one before", () => {
  fireEvent.click(button("First"));
  expect(text()).toContain("alpha");
  expect(expanded()).toBe("true,false,false");
  fireEvent.click(button("Third"));
  expect(text()).toContain("gamma");
  expect(text()).not.toContain("alpha");
  expect(expanded()).toBe("false,false,true");
});

test("closes the open section", () => {
  fireEvent.click(button("Second"));
  fireEvent.click(button("Second"));
  expect(text()).not.toContain("beta");
  expect(expanded()).toBe("false,false,false");
});
