import { useState } from "react";
import { fireEvent, render, screen } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { useLogLifecycle } from "./useLogLifecycle";

let log;
beforeEach(() => {
  log = vi.spyOn(console, "log").mockImplementation(() => {});
});
afterEach(() => {
  vi.restoreAllMocks();
});

function Probe() {
  const [count, setCount] = useState(0);
  useLogLifecycle("Probe");
  return <button onClick={() => setCount(count + 1)}>{count}</button>;
}

describe("a component that uses the hook", () => {
  it("logs mount", () => {
    render(<Probe />);
    expect(log.mock.lastCall).toEqual(["Probe mounted"]);
  });
  it("does not log when its state changes", () => {
    render(<Probe />);
    fireEvent.click(screen.getByRole("button"));
    expect(screen.getByText("1")).toBeInTheDocument();
    expect(log).toHaveBeenCalledTimes(1);
  });
  it("logs unmount", () => {
    const { unmount } = render(<Probe />);
    unmount();
    expect(log.mock.lastCall).toEqual(["Probe unmounted"]);
  });
});
