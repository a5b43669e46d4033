import * as answer from "./answer";
import { fireEvent, render, screen } from "@testing-library/react";
import { pickExport } from "bakeoff";

const useOnClickRef: any = pickExport(answer as any, { name: "useOnClickRef", like: /^use[A-Z]/ });

function Example({ on }: any) {
  const ref = useOnClickRef(on);
  return (
    <a href="#there" ref={ref}>
      here
    </a>
  );
}
const link = () => screen.getByText("here");

test("hears clicks and touches", () => {
  const call = vi.fn();
  render(<Example on={() => call()} />);
  fireEvent.click(link());
  expect(call).toHaveBeenCalledTimes(1);
  fireEvent.touchEnd(link());
  expect(call).toHaveBeenCalledTimes(2);
});

test("gives no arguments", () => {
  const call = vi.fn();
  render(<Example on={call} />);
  fireEvent.click(link());
  expect(call.mock.calls).toEqual([[]]);
});

test("prevents the default", () => {
  render(<Example on={() => {}} />);
  expect(fireEvent.click(link())).toBe(false);
});

test("calls the latest function", () => {
  const [a, b] = [vi.fn(), vi.fn()];
  const { rerender } = render(<Example on={a} />);
  rerender(<Example on={b} />);
  fireEvent.click(link());
  expect(a).not.toHaveBeenCalled();
  expect(b).toHaveBeenCalledTimes(1);
});

test("is silent after the end", () => {
  const call = vi.fn();
  const { unmount } = render(<Example on={call} />);
  const element = link();
  unmount();
  document.body.append(element);
  fireEvent.click(element);
  fireEvent.touchEnd(element);
  element.remove();
  expect(call).not.toHaveBeenCalled();
});
