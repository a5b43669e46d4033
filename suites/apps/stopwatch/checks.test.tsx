import * as answer from "./answer";
import { isComponent, pickExport } from "bakeoff";
import { cleanup, act, fireEvent, render, screen } from "@testing-library/react";

// An answer may define parts of its own: the application is the component that shows what was asked for.
const shows = (App: any) => {
  try {
    render(<App />);
    return screen.queryByRole("button", { name: /start/i }) !== null;
  } catch {
    return false;
  } finally {
    cleanup();
  }
};
const App: any = pickExport(answer as any, { name: "Stopwatch", fits: (value: any) => isComponent(value) && shows(value) });

const press = (name: RegExp) => fireEvent.click(screen.getByRole("button", { name }));
const shown = () => Number(/-?\d+\.\d/.exec((document.body.textContent ?? "").replaceAll("−", "-"))?.[0]);
const pass = (ms: number) => act(() => void vi.advanceTimersByTime(ms));

beforeEach(() => {
  vi.useFakeTimers();
  render(<App />);
});
afterEach(() => vi.useRealTimers());

test("begins at 0.0 and stands still", () => {
  pass(1000);
  expect(shown()).toBe(0);
});

test("counts tenths of a second after Start", () => {
  press(/start/i);
  pass(2300);
  expect(Math.abs(shown() - 2.3)).toBeLessThan(0.15);
});

test("Stop keeps the time", () => {
  press(/start/i);
  pass(1500);
  press(/stop/i);
  pass(5000);
  expect(Math.abs(shown() - 1.5)).toBeLessThan(0.15);
});

test("Start goes on from the time that was kept", () => {
  press(/start/i);
  pass(1000);
  press(/stop/i);
  pass(5000);
  press(/start/i);
  pass(1000);
  expect(Math.abs(shown() - 2)).toBeLessThan(0.25);
});

test("Reset sets it back and stops it", () => {
  press(/start/i);
  pass(3000);
  press(/reset/i);
  pass(2000);
  expect(shown()).toBe(0);
});

test("nothing runs on after it is taken away", () => {
  press(/start/i);
  pass(500);
  cleanup();
  expect(vi.getTimerCount()).toBe(0);
});
