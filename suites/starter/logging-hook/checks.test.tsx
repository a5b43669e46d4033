import { forget, lines } from "./recorded-console";
import * as answer from "./answer";
import { cleanup, render } from "@testing-library/react";
import { candidates } from "bakeoff";

beforeEach(forget);

// The prompt leaves the parameter open: the name as text, or an object that holds it under a usual key. Nothing at all
// works too, for a hook that finds the name by itself.
const ARGUMENTS = ["Panel", { name: "Panel", componentName: "Panel", component: "Panel", displayName: "Panel" }];
const HOOK = /^use[A-Z]/;
let hook: any;
let argument: unknown = ARGUMENTS[0];

function Panel({ text = "" }: { text?: string }) {
  hook(argument);
  return <p>{text}</p>;
}

// Of several hooks the one that logs the name is meant. A component is no hook.
beforeEach(() => {
  const hooks = candidates(answer, { like: HOOK, fits: (each) => typeof each === "function" && !/^[A-Z]/.test(each.name) });
  if (!hooks.length) throw Object.assign(new Error("The answer defines no hook."), { name: "AssertionError" });
  const pairs = hooks.slice(0, 8).flatMap((each) => ARGUMENTS.map((value) => [each, value]));
  [hook, argument] = pairs.find(([each, value]) => logsTheName(each, value)) ?? pairs[0];
  forget();
});

function logsTheName(tried: unknown, value: unknown): boolean {
  [hook, argument] = [tried, value];
  forget();
  try {
    render(<Panel />);
  } catch {
    return false;
  } finally {
    cleanup();
  }
  return lines.some((line) => /\bPanel\b/.test(line));
}

// Worded freely: the name and the event must be there, in one line or in several that come together.
const MOUNT = /(?<!un|un-|dis)mount|appear|initiali[sz]|\bopened|created|added/i;
const UNMOUNT = /un-?mount|dismount|remov|destroy|clean|disappear|closed/i;
const mounting = () => lines.filter((line) => !UNMOUNT.test(line)).join("\n");
const unmounting = () => (lines.some((line) => UNMOUNT.test(line)) ? lines.join("\n") : "");

test("logs the component's name on mount", () => {
  render(<Panel />);
  expect(mounting()).toMatch(MOUNT);
  expect(mounting()).toContain("Panel");
});

test("says nothing of unmounting before it happens", () => {
  render(<Panel />);
  expect(unmounting()).toBe("");
});

test("logs the component's name on unmount", () => {
  const { unmount } = render(<Panel />);
  forget();
  unmount();
  expect(unmounting()).toContain("Panel");
});

test("logs each event once", () => {
  const { unmount } = render(<Panel />);
  expect(lines).toEqual([...new Set(lines)]);
  forget();
  unmount();
  expect(lines).toEqual([...new Set(lines)]);
});

test("does not log again when the component renders again", () => {
  const { rerender } = render(<Panel text="a" />);
  const before = [...lines];
  rerender(<Panel text="b" />);
  rerender(<Panel text="c" />);
  expect(lines).toEqual(before);
});
