import * as answer from "./answer";
import { isComponent, pickExport } from "bakeoff";
import { cleanup, fireEvent, render, screen } from "@testing-library/react";

// An answer may define parts of its own: the application is the component that shows what was asked for.
const shows = (App: any) => {
  try {
    render(<App />);
    return screen.queryByLabelText(/celsius/i) !== null;
  } catch {
    return false;
  } finally {
    cleanup();
  }
};
const App: any = pickExport(answer as any, { name: "TemperatureConverter", fits: (value: any) => isComponent(value) && shows(value) });

const field = (label: RegExp) => screen.getByLabelText(label) as HTMLInputElement;
const type = (label: RegExp, value: string) => fireEvent.change(field(label), { target: { value } });
const C = /celsius/i;
const F = /fahrenheit/i;

beforeEach(() => void render(<App />));

test("begins empty", () => {
  expect([field(C).value, field(F).value]).toEqual(["", ""]);
});

test.each([["100", "212"], ["0", "32"], ["-40", "-40"], ["36.6", "97.9"], ["-17.78", "0"]])("%s °C is %s °F", (c, f) => {
  type(C, c);
  expect(field(F).value).toMatch(new RegExp(`^-?${f.replace("-", "")}$`));
  expect(Number(field(F).value) + 0).toBe(Number(f));
  expect(field(C).value).toBe(c);
});

test.each([["212", "100"], ["32", "0"], ["99", "37.2"]])("%s °F is %s °C", (f, c) => {
  type(F, f);
  expect(field(C).value).toBe(c);
  expect(field(F).value).toBe(f);
});

test.each(["", "  ", "warm", "12abc"])("“%s” empties the other field", (text) => {
  type(C, "20");
  type(C, text);
  expect(field(F).value).toBe("");
  type(F, "70");
  type(F, text);
  expect(field(C).value).toBe("");
});
