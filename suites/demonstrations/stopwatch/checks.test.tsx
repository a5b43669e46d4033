import * as answer from "./answer";
import { act, fireEvent, render, screen } from "@testing-library/react";

const Stopwatch = (answer as any).default ?? Object.values(answer).find((each) => typeof each === "function");
const press = (name: RegExp) => fireEvent.click(screen.getByRole("button", { name }));
const shown = () => document.body.textContent ?? "";
const pass = (ms: number) => act(() => void vi.advanceTimersByTime(ms));

beforeEach(() => {
  vi.useFakeTimers();
  render(<Stopwatch />);
});
afterEach(() => vi.useRealTimers());

test("starts at 0.0", () => {
  expect(shown()).toMatch(/0\.0/);
});

test("counts after Start", () => {
  press(/start/i);
  pass(2300);
  expect(shown()).toMatch(/2\.[234]/);
});

test("Stop keeps the time, Start goes on", () => {
  press(/start/i);
  pass(1000);
  press(/stop/i);
  pass(5000);
  expect(shown()).toMatch(/(1\.0|0\.9|1\.1)/);
  press(/start/i);
  pass(1000);
  expect(shown()).toMatch(/(2\.0|1\.9|2\.1)/);
});

test("Reset sets it back", () => {
  press(/start/i);
  pass(3000);
  press(/stop/i);
  press(/reset/i);
  expect(shown()).toMatch(/0\.0/);
});
