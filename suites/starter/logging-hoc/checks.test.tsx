import * as answer from "./answer";
import { render, screen } from "@testing-library/react";
import { pickExport } from "bakeoff";

const METHODS = ["log", "info", "debug"] as const;
let lines: string[] = [];

beforeEach(() => {
  lines = [];
  for (const method of METHODS)
    vi.spyOn(console, method).mockImplementation((...values: unknown[]) => {
      lines.push(values.map((value) => (typeof value === "string" ? value : JSON.stringify(value) ?? String(value))).join(" "));
    });
});
afterEach(() => {
  vi.restoreAllMocks();
});

function Panel({ text, children }: { text: string; children?: React.ReactNode }) {
  return (
    <p>
      {text}
      {children}
    </p>
  );
}

const isComponent = (value: any) => value !== Panel && (typeof value === "function" || (!!value && typeof value === "object" && "$$typeof" in value));

// hoc(Component), also with the name as a second parameter, or in two steps: hoc("Panel")(Component), hoc()(Component).
function wrap(): React.ComponentType<any> {
  const hoc = pickExport(answer, { like: /^(with|hoc|log|mount|create|enhance|wrap(?!ped))/i });
  const ways = [() => hoc(Panel, "Panel"), () => hoc("Panel")(Panel), () => hoc({ name: "Panel", componentName: "Panel" })(Panel)];
  let first: unknown = new Error("The HOC did not return a component.");
  for (const [i, way] of ways.entries()) {
    try {
      const made = way();
      if (isComponent(made) && shows(made)) return made;
    } catch (error) {
      if (i === 0) first = error;
    }
  }
  const made = hoc(Panel, "Panel");
  if (isComponent(made)) return made;
  throw first;
}

// hoc(name)(Component) is a function after one step too, but not one that shows the component.
function shows(Made: any): boolean {
  const quiet = vi.spyOn(console, "error").mockImplementation(() => undefined);
  try {
    const { container, unmount } = render(<Made text="tried" />);
    const isShown = container.textContent === "tried";
    unmount();
    return isShown;
  } catch {
    return false;
  } finally {
    quiet.mockRestore();
    lines = [];
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
  lines = [];
  unmount();
  expect(unmounting()).toContain("Panel");
});

test("does not log again when the component renders again", () => {
  const Wrapped = wrap();
  const { rerender } = render(<Wrapped text="a" />);
  const before = [...lines];
  rerender(<Wrapped text="b" />);
  expect(screen.getByText("b")).toBeInTheDocument();
  expect(lines).toEqual(before);
});
