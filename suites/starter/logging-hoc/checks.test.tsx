import { forget, lines } from "./recorded-console";
import * as answer from "./answer";
import { cleanup, render, screen } from "@testing-library/react";
import { candidates, isComponent } from "bakeoff";
import { Component, type ComponentType, type ReactNode } from "react";

beforeEach(forget);

function Panel({ text, children }: { text: string; children?: ReactNode }) {
  return (
    <p>
      {text}
      {children}
    </p>
  );
}

// A decorator extends the class that it decorates, or changes it: each gets its own.
const newClass = () => {
  const made = class Panel extends Component<{ text: string; children?: ReactNode }> {
    render() {
      return (
        <p>
          {this.props.text}
          {this.props.children}
        </p>
      );
    }
  };
  return made;
};
const KINDS = [() => Panel, newClass];

// hoc(Component), also with the name as a second parameter, or in two steps: hoc("Panel")(Component), hoc()(Component).
const CONTEXT = { kind: "class", name: "Panel", metadata: {}, addInitializer: () => undefined };
const WAYS = [
  (hoc: any, Shown: any) => hoc(Shown, "Panel"),
  (hoc: any, Shown: any) => hoc("Panel")(Shown),
  (hoc: any, Shown: any) => hoc({ name: "Panel", componentName: "Panel" })(Shown),
  (hoc: any, Shown: any) => hoc(Shown, CONTEXT),
];
// In a string, because the answer is loaded first when the checks seem to use one of its names, such as a function for logging.
const LIKE = new RegExp("^(with|hoc|log|mount|create|enhance|wrap(?!ped))", "i");
const isShowable = (value: any) => typeof value === "function" || isComponent(value);

type Make = () => any;
let chosen: Make | undefined;

// Whatever the answer defines may be the HOC, its example or something else: the first that shows the component and logs is meant.
function wrap(): ComponentType<any> {
  const quiet = vi.spyOn(console, "error").mockImplementation(() => undefined);
  try {
    chosen ??= choose();
    return chosen();
  } finally {
    quiet.mockRestore();
    forget();
  }
}

function choose(): Make {
  let showing: Make | undefined;
  let first: unknown;
  for (const hoc of candidates(answer, { like: LIKE })) {
    for (const way of WAYS) {
      for (const kind of KINDS) {
        const make = () => made(way, hoc, kind());
        try {
          const tried = tryOut(make());
          if (tried.isShown && tried.hasLogged) return make;
          if (tried.isShown) showing ??= make;
        } catch (error) {
          first ??= error;
        }
      }
    }
  }
  if (showing) return showing;
  const message = `The answer defines no HOC that shows the component it is given${first ? ` (${first})` : ""}.`;
  throw Object.assign(new Error(message), { name: "AssertionError" });
}

function made(way: (hoc: any, Shown: any) => unknown, hoc: any, Shown: any): any {
  forget();
  const wrapped = way(hoc, Shown);
  // A decorator may change the class in place.
  if (wrapped === undefined && Shown !== Panel) return Shown;
  if (wrapped === Panel || !isShowable(wrapped)) throw new Error("It returns no component.");
  return wrapped;
}

// hoc(name)(Component) is a function after one step too, but not one that shows the component.
function tryOut(Made: any): { isShown: boolean; hasLogged: boolean } {
  try {
    const { container, unmount } = render(<Made text="tried" />);
    const isShown = container.textContent === "tried";
    unmount();
    return { isShown, hasLogged: lines.length > 0 };
  } finally {
    cleanup();
  }
}

// Worded freely: the name and the event must be there, in one line or in several that come together.
const MOUNT = /(?<!un|un-|dis)mount|appear|initiali[sz]|\bopened|created|added/i;
const UNMOUNT = /un-?mount|dismount|remov|destroy|clean|disappear|closed/i;
const mounting = () => lines.filter((line) => !UNMOUNT.test(line)).join("\n");
const unmounting = () => (lines.some((line) => UNMOUNT.test(line)) ? lines.join("\n") : "");

test("renders the component with its props and children", () => {
  const Wrapped = wrap();
  render(<Wrapped text="hello">{" world"}</Wrapped>);
  expect(screen.getByText("hello world")).toBeInTheDocument();
});

test("logs the component's name on mount", () => {
  const Wrapped = wrap();
  render(<Wrapped text="a" />);
  expect(mounting()).toMatch(MOUNT);
  expect(mounting()).toContain("Panel");
  expect(unmounting()).toBe("");
});

test("logs the component's name on unmount", () => {
  const Wrapped = wrap();
  const { unmount } = render(<Wrapped text="a" />);
  forget();
  unmount();
  expect(unmounting()).toContain("Panel");
});

test("logs each event once", () => {
  const Wrapped = wrap();
  const { unmount } = render(<Wrapped text="a" />);
  expect(lines).toEqual([...new Set(lines)]);
  forget();
  unmount();
  expect(lines).toEqual([...new Set(lines)]);
});

test("does not log again when the component renders again", () => {
  const Wrapped = wrap();
  const { rerender } = render(<Wrapped text="a" />);
  const before = [...lines];
  rerender(<Wrapped text="b" />);
  expect(screen.getByText("b")).toBeInTheDocument();
  expect(lines).toEqual(before);
});
