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

// A second parameter, when there is one, takes the name to log; a HOC of two steps, hoc(name)(Component), is one too.
function wrap(): React.ComponentType<any> {
  const hoc = pickExport(answer, { like: /^(with|hoc|log)/i });
  const made = hoc(Panel, "Panel");
  const isComponent = (value: unknown) => typeof value === "function" || (!!value && typeof value === "object" && "$$typeof" in value);
  if (!isComponent(made)) throw new Error("The HOC did not return a component.");
  return made;
}

const about = (words: RegExp) => lines.filter((line) => words.test(line) && line.includes("Panel"));
const MOUNT = /(?<!un|un-|dis)mount|appear|initiali[sz]|\bopened|created|added/i;
const UNMOUNT = /un-?mount|dismount|remov|destroy|clean|disappear|closed/i;

test("renders the component with its props and children", () => {
  const Wrapped = wrap();
  render(<Wrapped text="hello">{" world"}</Wrapped>);
  expect(screen.getByText("hello world")).toBeInTheDocument();
});

test("logs the component's name on mount", () => {
  const Wrapped = wrap();
  render(<Wrapped text="a" />);
  expect(about(MOUNT).filter((line) => !UNMOUNT.test(line))).toHaveLength(1);
  expect(about(UNMOUNT)).toHaveLength(0);
});

test("logs the component's name on unmount", () => {
  const Wrapped = wrap();
  const { unmount } = render(<Wrapped text="a" />);
  lines = [];
  unmount();
  expect(about(UNMOUNT)).toHaveLength(1);
});

test("does not log again when the component renders again", () => {
  const Wrapped = wrap();
  const { rerender } = render(<Wrapped text="a" />);
  const before = lines.length;
  rerender(<Wrapped text="b" />);
  expect(screen.getByText("b")).toBeInTheDocument();
  expect(lines).toHaveLength(before);
});
