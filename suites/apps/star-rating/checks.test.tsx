import * as answer from "./answer";
import { isComponent, pickExport } from "bakeoff";
import { cleanup, fireEvent, render, screen } from "@testing-library/react";

// An answer may define parts of its own: the application is the component that shows what was asked for.
const shows = (App: any) => {
  try {
    render(<App />);
    return screen.queryByRole("button", { name: /3 stars/i }) !== null;
  } catch {
    return false;
  } finally {
    cleanup();
  }
};
const App: any = pickExport(answer as any, { name: "StarRating", fits: (value: any) => isComponent(value) && shows(value) });

const star = (n: number) => screen.getByRole("button", { name: n === 1 ? /^1 star$/i : new RegExp(`^${n} stars$`, "i") });
const pressed = () => [1, 2, 3, 4, 5].map((n) => star(n).getAttribute("aria-pressed")).join();
const text = () => document.body.textContent ?? "";

test("begins with none", () => {
  render(<App />);
  expect(text()).toMatch(/0 of 5/);
  expect(pressed()).toBe("false,false,false,false,false");
});

test("chooses that many", () => {
  render(<App />);
  fireEvent.click(star(3));
  expect(text()).toMatch(/3 of 5/);
  expect(pressed()).toBe("true,true,true,false,false");
  fireEvent.click(star(5));
  expect(pressed()).toBe("true,true,true,true,true");
  fireEvent.click(star(1));
  expect(pressed()).toBe("true,false,false,false,false");
});

test("the chosen one again goes back to none", () => {
  render(<App />);
  fireEvent.click(star(4));
  fireEvent.click(star(4));
  expect(text()).toMatch(/0 of 5/);
  expect(pressed()).toBe("false,false,false,false,false");
});

test("nothing is thrown without onChange", () => {
  const thrown: string[] = [];
  const hear = (event: ErrorEvent) => thrown.push(event.message);
  addEventListener("error", hear);
  render(<App />);
  fireEvent.click(star(2));
  removeEventListener("error", hear);
  expect(thrown).toEqual([]);
});

test("tells each new number", () => {
  const seen: number[] = [];
  render(<App onChange={(n: number) => seen.push(n)} />);
  for (const n of [2, 5, 5]) fireEvent.click(star(n));
  expect(seen).toEqual([2, 5, 0]);
});
