import { render } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { useLogLifecycle } from "./useLogLifecycle";

let log;
beforeEach(() => {
  log = vi.spyOn(console, "log").mockImplementation(() => {});
});
afterEach(() => {
  vi.restoreAllMocks();
});

const Child = () => {
  useLogLifecycle("Child");
  return null;
};
const Parent = ({ isOpen }) => (isOpen ? <Child /> : <p>closed</p>);

it("logs when the child comes and goes", () => {
  const { rerender } = render(<Parent isOpen={false} />);
  expect(log).not.toHaveBeenCalled();
  rerender(<Parent isOpen />);
  rerender(<Parent isOpen />);
  expect(log.mock.calls.flat()).toEqual(["Child mounted"]);
  rerender(<Parent isOpen={false} />);
  expect(log.mock.calls.flat()).toEqual(["Child mounted", "Child unmounted"]);
});
