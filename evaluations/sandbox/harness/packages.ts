/** The packages of the page lane, each made at its first import or require. */
import * as React from "react";
import * as jsxRuntime from "react/jsx-runtime";
import * as ReactDOM from "react-dom";
import * as ReactDOMClient from "react-dom/client";
import * as dom from "@testing-library/dom";
import * as rtl from "@testing-library/react";
import { esm } from "./interop";
import { browserReactDom, forAnswers } from "./mounting";
import { nodePackages } from "./node-parts";
import { pace } from "./time-stretch";
import { safe, touched } from "./builtins-guard";
import { noteFailure } from "./caught-failures";

declare const require: (name: string) => any; // the bundler's; the module runs at this call
/** These are made on demand: before the candidate runs if a file imports them (page.ts). */
export const LATE = new Set([
  "react-dom/test-utils", "@testing-library/user-event", "@testing-library/jest-dom", "prop-types", "classnames", "clsx", "assert", "assert/strict",
]);

const until = (holds: () => boolean, wait: { timeout?: number } = {}): Promise<void> =>
  rtl.waitFor(() => { if (!holds()) throw new safe.Error("The hook did not update."); }, { timeout: (wait.timeout ?? 1000) * pace.stretch });
/** renderHook of the older @testing-library/react-hooks: an error is in `result.error`, and a test can wait for updates. */
function renderHook(body: (props: any) => unknown, options?: object): any {
  let renders = 0;
  let error: unknown;
  const rendered: any = rtl.renderHook((props) => {
    renders++;
    error = undefined;
    try {
      return body(props);
    } catch (thrown) {
      if (typeof (thrown as any)?.then === "function") throw thrown;
      error = thrown;
      return undefined;
    }
  }, options);
  const result = { get current() { return rendered.result.current; }, get error() { return error; } };
  return {
    ...rendered, result,
    waitFor: (holds: () => unknown, wait?: object) => until(() => { try { return holds() !== false; } catch { return false; } }, wait),
    waitForNextUpdate: (wait?: object) => { const before = renders; return until(() => renders > before, wait); },
    waitForValueToChange: (value: () => unknown, wait?: object) => { const before = value(); return until(() => value() !== before, wait); },
  };
}
/** The matchers of jest-dom. */
export const jestDom = (): Record<string, (...values: any[]) => unknown> => require("./late-jest-dom").jestDom;
// An answer must not change how its checks search, wait and act.
for (const shared of [dom.queries, dom.fireEvent, rtl.fireEvent]) Object.freeze(shared);
const ofAnswers = { configure: () => undefined, getConfig: () => ({ ...dom.getConfig() }), default: undefined };
const WAITS = ["waitFor", "waitForElementToBeRemoved"];
/** The same library with stretched time limits. */
function patient(library: any): object {
  if (pace.stretch === 1) return library;
  const stretched = (name: string) => (body: unknown, options?: { timeout?: number }) =>
    library[name](body, options?.timeout ? { ...options, timeout: options.timeout * pace.stretch } : options);
  return { ...library, ...Object.fromEntries(WAITS.map((name) => [name, stretched(name)])) };
}
const testing = (library: object) => (isForChecks: boolean): any => esm(isForChecks ? patient(library) : { ...library, ...ofAnswers });
const acting = (library: any): any => { Object.freeze(library.default); return esm(library); };
/** Packages that an answer may change without an effect on the checks. */
export const OF_REACT = new Set(["react", "react/jsx-runtime", "react-dom", "react-dom/client", "react-dom/test-utils", "react-dom/server", "react-dom/server.browser", "react-test-renderer", "prop-types"]);
type Make = (isForChecks: boolean) => any;
/** The checks get the package itself. The answer gets a copy that shows the checks' replacements (spies) and keeps its own. */
export function separate(make: Make): Make {
  let copy: any;
  return (isForChecks) => {
    const real = make(isForChecks);
    if (isForChecks) return real;
    if (!copy) {
      const own = live(real.default ?? real);
      copy = Object.defineProperties(live(own), { default: { value: own, writable: true, configurable: true, enumerable: true }, __esModule: { value: true } });
    }
    return copy;
  };
}
function live(real: any): any {
  const copy = {};
  for (const key of Object.keys(real)) Object.defineProperty(copy, key, {
    get: () => real[key], enumerable: true, configurable: true,
    set: (value) => { Object.defineProperty(copy, key, { value, writable: true, configurable: true, enumerable: true }); },
  });
  return copy;
}
const hooks = { ...rtl, renderHook, __esModule: true };
export const packages: Record<string, (isForChecks: boolean) => unknown> = {
  react: () => esm(React), "react/jsx-runtime": () => jsxRuntime, "react-dom": (isForChecks) => esm(isForChecks ? ReactDOM : forAnswers(ReactDOM)),
  "react-dom/client": (isForChecks) => esm(isForChecks ? ReactDOMClient : forAnswers(ReactDOMClient)), "react-dom/test-utils": () => esm(require("react-dom/test-utils")),
  "react-dom/browser": () => esm(browserReactDom(ReactDOM, ReactDOMClient)),
  "@testing-library/react": testing(rtl), "@testing-library/react/pure": testing(rtl), "@testing-library/dom": testing(dom),
  "@testing-library/react-hooks": testing(hooks), "@testing-library/react-hooks/dom": testing(hooks),
  "fake-indexeddb/auto": () => ({}), "@testing-library/user-event": () => userEvents(), "@testing-library/jest-dom": () => ({ __esModule: true, default: jestDom() }),
  "@testing-library/jest-dom/vitest": () => ({}), "@testing-library/jest-dom/extend-expect": () => ({}),
  "prop-types": () => esm(require("prop-types")), classnames: () => callable(require("classnames")), clsx: () => callable(require("clsx").clsx),
  ...nodePackages, assert: (isForChecks) => asserting("assert", isForChecks), "assert/strict": (isForChecks) => asserting("assert/strict", isForChecks),
};

function userEvents(): unknown {
  const { patchFocus, ...library } = require("./late-user-event");
  patchFocus(HTMLElement);
  return acting(library);
}

function asserting(name: string, isForChecks: boolean): unknown {
  const part = require("./assert");
  part.guardAssertBy(touched, noteFailure);
  return part.assertPackages[name](isForChecks);
}

/** A package whose export is a function, in a form for both kinds of import. */
function callable(body: (...values: any[]) => unknown): any {
  const copy: any = (...values: unknown[]) => body(...values);
  return Object.assign(copy, { default: copy, clsx: copy, __esModule: true });
}
