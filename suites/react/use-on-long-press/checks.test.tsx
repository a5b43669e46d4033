import * as answer from "./answer";
import { act, fireEvent, render, screen } from "@testing-library/react";
import { pickExport } from "bakeoff";

const useOnLongPress: any = pickExport(answer as any, { name: "useOnLongPress", like: /^use[A-Z]/ });

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function Example({ on, isGone, ...options }: any) {
  const ref = useOnLongPress(on, options);
  return isGone ? null : <button ref={ref}>press</button>;
}
const button = () => screen.getByText("press");
const wait = (ms: number) => act(() => void vi.advanceTimersByTime(ms));

test("calls after a long press", () => {
  const call = vi.fn();
  render(<Example on={call} />);
  fireEvent.mouseDown(button());
  wait(290);
  expect(call).not.toHaveBeenCalled();
  wait(20);
  expect(call).toHaveBeenCalledTimes(1);
  wait(2000);
  expect(call).toHaveBeenCalledTimes(1);
});

test.each(["mouseUp", "mouseLeave", "touchEnd", "touchCancel"])("%s ends a press", (name) => {
  const call = vi.fn();
  const onClick = vi.fn();
  render(<Example on={call} onClick={onClick} />);
  const begin = name.startsWith("mouse") ? fireEvent.mouseDown : fireEvent.touchStart;
  begin(button());
  wait(100);
  if (name === "mouseLeave") fireEvent(button(), new MouseEvent("mouseleave"));
  else (fireEvent as any)[name](button());
  wait(1000);
  expect(call).not.toHaveBeenCalled();
  expect(onClick).toHaveBeenCalledTimes(1);
  expect(onClick.mock.calls[0][0]).toBeInstanceOf(Event);
});

test("takes a touch, and another duration", () => {
  const call = vi.fn();
  render(<Example on={call} duration={1000} />);
  fireEvent.touchStart(button());
  wait(900);
  expect(call).not.toHaveBeenCalled();
  wait(150);
  expect(call).toHaveBeenCalledTimes(1);
});

test("each press counts", () => {
  const call = vi.fn();
  render(<Example on={call} />);
  for (let i = 0; i < 2; i++) {
    fireEvent.mouseDown(button());
    wait(350);
    fireEvent.mouseUp(button());
  }
  fireEvent.mouseDown(button());
  wait(200);
  fireEvent.mouseUp(button());
  fireEvent.mouseDown(button());
  wait(200);
  expect(call).toHaveBeenCalledTimes(2);
});

test("calls the latest functions", () => {
  const [a, b, c, d] = [vi.fn(), vi.fn(), vi.fn(), vi.fn()];
  const { rerender } = render(<Example on={a} onClick={b} />);
  rerender(<Example on={c} onClick={d} />);
  fireEvent.mouseDown(button());
  wait(350);
  fireEvent.mouseUp(button());
  expect([a, b, c, d].map((each) => each.mock.calls.length)).toEqual([0, 0, 1, 1]);
});

test("calls nothing without a press", () => {
  const call = vi.fn();
  render(<Example on={call} />);
  wait(1000);
  expect(call).not.toHaveBeenCalled();
});

test("does not listen to an element that is gone", () => {
  const [call, onClick] = [vi.fn(), vi.fn()];
  const { rerender } = render(<Example on={call} onClick={onClick} />);
  const gone = button();
  rerender(<Example on={call} onClick={onClick} isGone />);
  for (const begin of ["mousedown", "touchstart"]) {
    fireEvent(gone, new Event(begin, { bubbles: true }));
    wait(1000);
    for (const end of ["mouseup", "mouseleave", "touchend", "touchcancel"]) fireEvent(gone, new Event(end, { bubbles: true }));
  }
  expect([call.mock.calls.length, onClick.mock.calls.length]).toEqual([0, 0]);
});
