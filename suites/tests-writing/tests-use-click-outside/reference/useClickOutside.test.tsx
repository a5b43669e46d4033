import { fireEvent, render, screen } from "@testing-library/react";
import { useRef } from "react";
import { expect, test, vi } from "vitest";
import { useClickOutside } from "./useClickOutside";

function Panel({ onOutside, isActive }: { onOutside: (event: Event) => void; isActive?: boolean }) {
  const ref = useRef<HTMLDivElement>(null);
  useClickOutside(ref, onOutside, isActive);
  return (
    <>
      <div ref={ref} data-testid="panel"><button>inside</button></div>
      <button>outside</button>
    </>
  );
}
const press = (name: string) => fireEvent.mouseDown(screen.getByText(name));

test("calls for a press outside, with the event", () => {
  const onOutside = vi.fn();
  render(<Panel onOutside={onOutside} />);
  press("outside");
  expect(onOutside).toHaveBeenCalledTimes(1);
  expect(onOutside.mock.calls[0][0].type).toBe("mousedown");
});

test("not for the element itself or what is in it", () => {
  const onOutside = vi.fn();
  render(<Panel onOutside={onOutside} />);
  press("inside");
  fireEvent.mouseDown(screen.getByTestId("panel"));
  expect(onOutside).not.toHaveBeenCalled();
});

test("not while it is inactive", () => {
  const onOutside = vi.fn();
  const { rerender } = render(<Panel onOutside={onOutside} isActive={false} />);
  press("outside");
  expect(onOutside).not.toHaveBeenCalled();
  rerender(<Panel onOutside={onOutside} isActive />);
  press("outside");
  expect(onOutside).toHaveBeenCalledTimes(1);
});

test("calls the newest function, once", () => {
  const [old, next] = [vi.fn(), vi.fn()];
  const { rerender } = render(<Panel onOutside={old} />);
  rerender(<Panel onOutside={next} />);
  press("outside");
  expect(old).not.toHaveBeenCalled();
  expect(next).toHaveBeenCalledTimes(1);
});

test("not after it is gone", () => {
  const removed = vi.spyOn(document, "removeEventListener");
  const { unmount } = render(<Panel onOutside={vi.fn()} />);
  removed.mockClear();
  unmount();
  expect(removed.mock.calls.some(([type]) => type === "mousedown")).toBe(true);
  removed.mockRestore();
});
