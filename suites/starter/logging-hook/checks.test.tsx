import * as answer from "./answer";
import { render } from "@testing-library/react";
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

// The prompt leaves the parameter open: the name as text, or an options object that holds it under a usual key.
const names = { name: "Panel", componentName: "Panel", component: "Panel", displayName: "Panel" };
const hook = () => pickExport(answer, { like: /^use[A-Z]/ }) as (argument: unknown) => unknown;
const takesObject = () => /^[^(]*\(?\s*\{/.test(Function.prototype.toString.call(hook()));

function Panel({ text = "" }: { text?: string }) {
  hook()(takesObject() ? names : "Panel");
  return <p>{text}</p>;
}

const about = (words: RegExp) => lines.filter((line) => words.test(line) && line.includes("Panel"));
const MOUNT = /(?<!un|un-|dis)mount|appear|initiali[sz]|\bopened|created|added/i;
const UNMOUNT = /un-?mount|dismount|remov|destroy|clean|disappear|closed/i;

test("logs the component's name on mount", () => {
  render(<Panel />);
  expect(about(MOUNT).filter((line) => !UNMOUNT.test(line))).toHaveLength(1);
});

test("says nothing of unmounting before it happens", () => {
  render(<Panel />);
  expect(about(UNMOUNT)).toHaveLength(0);
});

test("logs the component's name on unmount", () => {
  const { unmount } = render(<Panel />);
  lines = [];
  unmount();
  expect(about(UNMOUNT)).toHaveLength(1);
});

test("does not log again when the component renders again", () => {
  const { rerender } = render(<Panel text="a" />);
  const before = lines.length;
  rerender(<Panel text="b" />);
  rerender(<Panel text="c" />);
  expect(lines).toHaveLength(before);
});
