import { act, fireEvent, render, screen } from "@testing-library/react";
import Countdown from "./Countdown";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});
const wait = (ms) => {
  for (let past = 0; past < ms; past += 1000) act(() => vi.advanceTimersByTime(1000));
};
const press = (name) => fireEvent.click(screen.getByRole("button", { name }));
const shown = () => screen.getByRole("timer").textContent;

describe("change", () => {
  test("it is a function component", () => {
    expect(typeof Countdown).toBe("function");
    expect(Countdown.prototype?.isReactComponent).toBeFalsy();
    render(<Countdown seconds={3} />);
    wait(1000);
    expect(shown()).toBe("2 s");
  });
});

describe("kept", () => {
  test("counts down and tells the end once", () => {
    const onEnd = vi.fn();
    render(<Countdown seconds={2} onEnd={onEnd} />);
    expect(shown()).toBe("2 s");
    wait(1000);
    expect(shown()).toBe("1 s");
    expect(onEnd).not.toHaveBeenCalled();
    wait(1000);
    expect(shown()).toBe("Time is up");
    wait(5000);
    expect(shown()).toBe("Time is up");
    expect(onEnd).toHaveBeenCalledTimes(1);
  });
  test("ends without anybody to tell", () => {
    render(<Countdown seconds={1} />);
    wait(2000);
    expect(shown()).toBe("Time is up");
  });
  test("pauses and goes on", () => {
    render(<Countdown seconds={5} />);
    wait(1000);
    press("Pause");
    wait(3000);
    expect(shown()).toBe("4 s");
    press("Go on");
    wait(1000);
    expect(shown()).toBe("3 s");
  });
  test("begins again with other seconds, not on another render", () => {
    const { rerender } = render(<Countdown seconds={5} />);
    wait(2000);
    rerender(<Countdown seconds={5} />);
    expect(shown()).toBe("3 s");
    rerender(<Countdown seconds={9} />);
    expect(shown()).toBe("9 s");
    wait(1000);
    expect(shown()).toBe("8 s");
  });
  test("calls the newest onEnd", () => {
    const [old, next] = [vi.fn(), vi.fn()];
    const { rerender } = render(<Countdown seconds={1} onEnd={old} />);
    rerender(<Countdown seconds={1} onEnd={next} />);
    wait(1000);
    expect([old.mock.calls.length, next.mock.calls.length]).toEqual([0, 1]);
  });
  test("leaves no timer", () => {
    const { unmount } = render(<Countdown seconds={5} />);
    unmount();
    expect(vi.getTimerCount()).toBe(0);
  });
});
