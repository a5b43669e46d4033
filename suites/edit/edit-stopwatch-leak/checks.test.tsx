import { act, fireEvent, render, screen } from "@testing-library/react";
import Stopwatch from "./Stopwatch";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});
const press = (name: string) => fireEvent.click(screen.getByRole("button", { name }));
const wait = (ms: number) => act(() => vi.advanceTimersByTime(ms));
const shown = () => screen.getByRole("timer").textContent;

describe("change", () => {
  test("Reset stops it and shows 0", () => {
    render(<Stopwatch />);
    press("Start");
    wait(3000);
    press("Reset");
    expect(shown()).toBe("0 s");
    wait(3000);
    expect(shown()).toBe("0 s");
    press("Start");
    wait(2000);
    expect(shown()).toBe("2 s");
  });
  test("Start twice is once", () => {
    render(<Stopwatch />);
    press("Start");
    press("Start");
    wait(3000);
    expect(shown()).toBe("3 s");
    press("Stop");
    wait(3000);
    expect(shown()).toBe("3 s");
  });
  test("no timer is left", () => {
    const { unmount } = render(<Stopwatch />);
    press("Start");
    unmount();
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe("kept", () => {
  test("starts, stops and goes on", () => {
    render(<Stopwatch />);
    expect(shown()).toBe("0 s");
    wait(2000);
    expect(shown()).toBe("0 s");
    press("Start");
    wait(2000);
    press("Stop");
    wait(2000);
    expect(shown()).toBe("2 s");
    press("Start");
    wait(1000);
    expect(shown()).toBe("3 s");
  });
  test("its name and its buttons", () => {
    render(<Stopwatch />);
    screen.getByRole("region", { name: "Stopwatch" });
    expect(screen.getAllByRole("button").map((button) => button.textContent)).toEqual(["Start", "Stop", "Reset"]);
  });
});
