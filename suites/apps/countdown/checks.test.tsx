import * as answer from "./answer";
import { isComponent, pickExport } from "bakeoff";
import { cleanup, act, fireEvent, render, screen } from "@testing-library/react";

// An answer may define parts of its own: the application is the component that shows what was asked for.
const shows = (App: any) => {
  try {
    render(<App />);
    return screen.queryByRole("button", { name: /pause/i }) !== null;
  } catch {
    return false;
  } finally {
    cleanup();
  }
};
const App: any = pickExport(answer as any, { name: "Countdown", fits: (value: any) => isComponent(value) && shows(value) });

const press = (name: RegExp) => fireEvent.click(screen.getByRole("button", { name }));
const shown = () => /\d\d:\d\d/.exec(document.body.textContent ?? "")?.[0];
const text = () => document.body.textContent ?? "";
const pass = (seconds: number) => {
  for (let i = 0; i < seconds * 10; i++) act(() => void vi.advanceTimersByTime(100));
};

beforeEach(() => void vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

test("begins with a minute and stands still", () => {
  render(<App />);
  pass(3);
  expect(shown()).toBe("01:00");
});

test("shows minutes and seconds", () => {
  render(<App seconds={65} />);
  expect(shown()).toBe("01:05");
  press(/start/i);
  pass(7);
  expect(shown()).toBe("00:58");
});

test("Pause holds it, Start goes on", () => {
  render(<App seconds={30} />);
  press(/start/i);
  pass(5);
  press(/pause/i);
  pass(10);
  expect(shown()).toBe("00:25");
  press(/start/i);
  pass(5);
  expect(shown()).toBe("00:20");
});

test("ends once at 00:00", () => {
  const onEnd = vi.fn();
  render(<App seconds={3} onEnd={onEnd} />);
  press(/start/i);
  pass(2);
  expect(text()).not.toMatch(/time is up/i);
  pass(5);
  expect(shown()).toBe("00:00");
  expect(text()).toMatch(/time is up/i);
  expect(onEnd).toHaveBeenCalledTimes(1);
  press(/start/i);
  pass(3);
  expect(shown()).toBe("00:00");
  expect(onEnd).toHaveBeenCalledTimes(1);
});

test("ends without onEnd too", () => {
  render(<App seconds={2} />);
  press(/start/i);
  pass(3);
  expect(shown()).toBe("00:00");
  expect(text()).toMatch(/time is up/i);
});

test("Reset goes back and stops", () => {
  render(<App seconds={10} />);
  press(/start/i);
  pass(4);
  press(/reset/i);
  pass(4);
  expect(shown()).toBe("00:10");
});

test("pressing Start twice does not count twice as fast", () => {
  render(<App seconds={20} />);
  press(/start/i);
  press(/start/i);
  pass(5);
  expect(shown()).toBe("00:15");
});
