import * as answer from "./answer";
import { isComponent, pickExport } from "bakeoff";
import { cleanup, fireEvent, render, screen } from "@testing-library/react";

// An answer may define parts of its own: the application is the component that shows what was asked for.
const shows = (App: any) => {
  try {
    render(<App />);
    return screen.queryByLabelText(/bill/i) !== null;
  } catch {
    return false;
  } finally {
    cleanup();
  }
};
const App: any = pickExport(answer as any, { name: "TipCalculator", fits: (value: any) => isComponent(value) && shows(value) });

const type = (label: RegExp, value: string) => fireEvent.change(screen.getByLabelText(label), { target: { value } });
const shown = () => /per person:\s*(-?[\d.]+|NaN|Infinity)/i.exec(document.body.textContent ?? "")?.[1];
const set = (bill: string, tip: string, people: string) => {
  type(/bill/i, bill);
  type(/tip/i, tip);
  type(/people/i, people);
};

beforeEach(() => void render(<App />));

test("begins with 10 % and one person", () => {
  expect(shown()).toBe("0.00");
  type(/bill/i, "50");
  expect(shown()).toBe("55.00");
});

test("shares bill and tip", () => {
  set("50", "10", "4");
  expect(shown()).toBe("13.75");
});

test("rounds to two decimals", () => {
  set("100", "0", "3");
  expect(shown()).toBe("33.33");
});

test("a tip of nothing is allowed", () => {
  set("80", "0", "2");
  expect(shown()).toBe("40.00");
});

test.each([["", "10", "2"], ["-5", "10", "2"], ["50", "-1", "2"], ["50", "10", "0"], ["50", "10", "-3"], ["50", "10", ""]])(
  "shows 0.00 for bill %s, tip %s, people %s",
  (bill, tip, people) => {
    set(bill, tip, people);
    expect(shown()).toBe("0.00");
  },
);

test("2.9 people are 2", () => {
  set("60", "0", "2.9");
  expect(shown()).toBe("30.00");
});
