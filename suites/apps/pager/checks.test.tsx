import * as answer from "./answer";
import { isComponent, pickExport } from "bakeoff";
import { cleanup, fireEvent, render, screen } from "@testing-library/react";
const given = { items: [..."abcdefghijk"] };

// An answer may define parts of its own: the application is the component that shows what was asked for.
const shows = (App: any) => {
  try {
    render(<App {...given} />);
    return /page 1 of/i.test(document.body.textContent ?? "");
  } catch {
    return false;
  } finally {
    cleanup();
  }
};
const App: any = pickExport(answer as any, { name: "Pager", fits: (value: any) => isComponent(value) && shows(value) });

const press = (name: RegExp) => fireEvent.click(screen.getByRole("button", { name }));
const isDisabled = (name: RegExp) => (screen.getByRole("button", { name }) as HTMLButtonElement).disabled;
const texts = () => screen.queryAllByRole("listitem").map((item) => item.textContent?.trim());
const text = () => document.body.textContent ?? "";

test("shows five at a time", () => {
  render(<App {...given} />);
  expect(texts()).toEqual(["a", "b", "c", "d", "e"]);
  expect(text()).toMatch(/page 1 of 3/i);
  press(/next/i);
  expect(texts()).toEqual(["f", "g", "h", "i", "j"]);
  press(/next/i);
  expect(texts()).toEqual(["k"]);
  expect(text()).toMatch(/page 3 of 3/i);
  press(/previous/i);
  expect(text()).toMatch(/page 2 of 3/i);
});

test("buttons are disabled at the ends", () => {
  render(<App {...given} />);
  expect([isDisabled(/previous/i), isDisabled(/next/i)]).toEqual([true, false]);
  press(/next/i);
  expect([isDisabled(/previous/i), isDisabled(/next/i)]).toEqual([false, false]);
  press(/next/i);
  expect([isDisabled(/previous/i), isDisabled(/next/i)]).toEqual([false, true]);
});

test("a full last page is the last", () => {
  render(<App items={["a", "b", "c", "d"]} pageSize={2} />);
  expect(text()).toMatch(/page 1 of 2/i);
  press(/next/i);
  expect(texts()).toEqual(["c", "d"]);
  expect(isDisabled(/next/i)).toBe(true);
});

test("without items there is one page", () => {
  render(<App items={[]} />);
  expect(text()).toMatch(/page 1 of 1/i);
  expect([isDisabled(/previous/i), isDisabled(/next/i)]).toEqual([true, true]);
});

test("shows the last page when the one shown is gone", () => {
  const { rerender } = render(<App {...given} />);
  press(/next/i);
  press(/next/i);
  rerender(<App items={["a", "b", "c", "d", "e", "f"]} />);
  expect(text()).toMatch(/page 2 of 2/i);
  expect(texts()).toEqual(["f"]);
});
