import * as answer from "./answer";
import { isComponent, pickExport } from "bakeoff";
import { cleanup, fireEvent, render, screen } from "@testing-library/react";

// An answer may define parts of its own: the application is the component that shows what was asked for.
const shows = (App: any) => {
  try {
    render(<App />);
    return screen.queryByRole("button", { name: /undo/i }) !== null;
  } catch {
    return false;
  } finally {
    cleanup();
  }
};
const App: any = pickExport(answer as any, { name: "Counter", fits: (value: any) => isComponent(value) && shows(value) });

const press = (...names: RegExp[]) => names.forEach((name) => fireEvent.click(screen.getByRole("button", { name })));
const count = () => Number(/count:\s*(-?\d+)/i.exec((document.body.textContent ?? "").replaceAll("−", "-"))?.[1]);
const isDisabled = (name: RegExp) => (screen.getByRole("button", { name }) as HTMLButtonElement).disabled;
const [UP, DOWN, DOUBLE, UNDO, REDO] = [/^\s*\+\s*1/, /^\s*[-−]\s*1/, /double/i, /undo/i, /redo/i];

beforeEach(() => void render(<App />));

test("counts", () => {
  expect(count()).toBe(0);
  press(UP, UP, UP, DOUBLE, DOWN);
  expect(count()).toBe(5);
});

test("goes below zero", () => {
  press(DOWN, DOUBLE);
  expect(count()).toBe(-2);
});

test("takes changes back, one after the other", () => {
  press(UP, DOUBLE, DOUBLE, UNDO);
  expect(count()).toBe(2);
  press(UNDO);
  expect(count()).toBe(1);
  press(UNDO);
  expect(count()).toBe(0);
  expect(isDisabled(UNDO)).toBe(true);
});

test("brings them back in order", () => {
  press(UP, DOUBLE, UP, UNDO, UNDO, UNDO);
  press(REDO);
  expect(count()).toBe(1);
  press(REDO);
  expect(count()).toBe(2);
  press(REDO);
  expect(count()).toBe(3);
  expect(isDisabled(REDO)).toBe(true);
});

test("what Redo brought back can be undone again, one by one", () => {
  press(UP, DOUBLE, UP, UNDO, UNDO, UNDO, REDO, REDO);
  expect([count(), isDisabled(UNDO)]).toEqual([2, false]);
  press(UNDO);
  expect([count(), isDisabled(UNDO)]).toEqual([1, false]);
  press(UNDO);
  expect([count(), isDisabled(UNDO)]).toEqual([0, true]);
});

test("begins with nothing to undo or redo", () => {
  expect([isDisabled(UNDO), isDisabled(REDO)]).toEqual([true, true]);
  press(UP);
  expect([isDisabled(UNDO), isDisabled(REDO)]).toEqual([false, true]);
});

test("a new change leaves nothing to redo", () => {
  press(UP, UP, UNDO, DOUBLE);
  expect(count()).toBe(2);
  expect(isDisabled(REDO)).toBe(true);
  press(UNDO);
  expect(count()).toBe(1);
});

test("a press without effect is no change", () => {
  press(DOUBLE);
  expect(isDisabled(UNDO)).toBe(true);
  press(UP, UNDO, DOUBLE);
  expect([isDisabled(UNDO), isDisabled(REDO)]).toEqual([true, false]);
});
