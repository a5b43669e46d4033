import * as answer from "./answer";
import { fireEvent, render, screen } from "@testing-library/react";
import { pickExport } from "bakeoff";
import { useRef } from "react";

const useOutsideClick: any = pickExport(answer as any, { name: "useOutsideClick", like: /^use[A-Z]/ });

function Example({ on, when }: any) {
  const ref = useRef<any>(null);
  useOutsideClick(ref, on, when);
  return (
    <>
      <div ref={ref}>
        box
        <button>inside</button>
      </div>
      <p>outside</p>
    </>
  );
}
const at = (text: string) => screen.getByText(text);

test("hears clicks and touches outside", () => {
  const call = vi.fn();
  render(<Example on={call} />);
  fireEvent.click(at("outside"));
  fireEvent.touchStart(at("outside"));
  fireEvent.click(document.body);
  expect(call).toHaveBeenCalledTimes(3);
  expect(call.mock.calls[0][0]).toBeInstanceOf(Event);
});

test("does not hear those inside", () => {
  const call = vi.fn();
  render(<Example on={call} />);
  fireEvent.click(at("box"));
  fireEvent.click(at("inside"));
  fireEvent.touchStart(at("inside"));
  expect(call).not.toHaveBeenCalled();
});

test("hears clicks and touches whose propagation is stopped", () => {
  const call = vi.fn();
  render(<Example on={call} />);
  for (const name of ["click", "touchstart"]) at("outside").addEventListener(name, (event) => event.stopPropagation());
  fireEvent.click(at("outside"));
  expect(call).toHaveBeenCalledTimes(1);
  fireEvent.touchStart(at("outside"));
  expect(call).toHaveBeenCalledTimes(2);
});

test("can be off", () => {
  const call = vi.fn();
  const { rerender } = render(<Example on={call} when={false} />);
  fireEvent.click(at("outside"));
  expect(call).not.toHaveBeenCalled();
  rerender(<Example on={call} when={true} />);
  fireEvent.click(at("outside"));
  expect(call).toHaveBeenCalledTimes(1);
  rerender(<Example on={call} when={false} />);
  fireEvent.click(at("outside"));
  fireEvent.touchStart(at("outside"));
  expect(call).toHaveBeenCalledTimes(1);
});

test("calls the latest handler, and none after the end", () => {
  const [a, b] = [vi.fn(), vi.fn()];
  const { rerender, unmount } = render(<Example on={a} />);
  rerender(<Example on={b} />);
  fireEvent.click(at("outside"));
  unmount();
  fireEvent.click(document.body);
  expect([a.mock.calls.length, b.mock.calls.length]).toEqual([0, 1]);
});
