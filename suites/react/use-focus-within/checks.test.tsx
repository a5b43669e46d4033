import * as answer from "./answer";
import { act, cleanup, render, screen } from "@testing-library/react";
import { pickExport } from "bakeoff";

const useFocusWithin: any = pickExport(answer as any, { name: "useFocusWithin", like: /^use[A-Z]/ });

let log: any[];
const handlers = {
  onFocusWithin: (event: any) => log.push(["focus", event.type]),
  onBlurWithin: (event: any) => log.push(["blur", event.type]),
  onFocusWithinChange: (is: boolean) => log.push(is),
};
function Example({ on = handlers }: any) {
  const { focusWithinProps } = useFocusWithin(on);
  return (
    <>
      <button>outside</button>
      <div tabIndex={-1} data-testid="box" {...focusWithinProps}>
        <button>one</button>
        <button>two</button>
      </div>
    </>
  );
}
const focus = (name: string) => act(() => (name === "box" ? screen.getByTestId("box") : screen.getByText(name)).focus());
beforeEach(() => {
  log = [];
});

test("tells when the focus comes", () => {
  render(<Example />);
  focus("one");
  expect(log.filter((each) => each === true)).toEqual([true]);
  expect(log.filter((each) => Array.isArray(each)).map(([kind]) => kind)).toEqual(["focus"]);
});

test("the element itself counts", () => {
  render(<Example />);
  focus("box");
  expect(log).toContain(true);
  focus("one");
  expect(log).not.toContain(false);
});

test("moving inside is nothing", () => {
  render(<Example />);
  focus("one");
  log = [];
  focus("two");
  focus("one");
  expect(log).toEqual([]);
});

test("tells when the focus leaves, and comes again", () => {
  render(<Example />);
  focus("one");
  focus("two");
  log = [];
  focus("outside");
  expect(log.filter((each) => typeof each === "boolean")).toEqual([false]);
  expect(log.filter((each) => Array.isArray(each)).map(([kind]) => kind)).toEqual(["blur"]);
  log = [];
  focus("two");
  expect(log).toContain(true);
});

test("calls the functions of the latest render", () => {
  const { rerender } = render(<Example />);
  const later = { onFocusWithin: () => log.push("came"), onBlurWithin: () => log.push("left"), onFocusWithinChange: (is: boolean) => log.push(`${is}`) };
  rerender(<Example on={later} />);
  focus("one");
  focus("outside");
  expect([...log].sort()).toEqual(["came", "false", "left", "true"]);
});

test("handlers may be left out", () => {
  const errors: string[] = [];
  const note = (event: ErrorEvent) => {
    errors.push(event.message);
    event.preventDefault();
  };
  window.addEventListener("error", note);
  render(<Example on={{}} />);
  focus("one");
  focus("outside");
  window.removeEventListener("error", note);
  expect(errors).toEqual([]);
  const only: boolean[] = [];
  cleanup();
  render(<Example on={{ onFocusWithinChange: (is: boolean) => only.push(is) }} />);
  focus("one");
  focus("outside");
  expect(only).toEqual([true, false]);
});
