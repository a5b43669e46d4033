/** Playwright's expect: the driver handles locators and pages, vitest's expect all other values. */
import { expect as ofValues } from "../expect";
import { Locator } from "./spec-locator";
import { Page, site } from "./spec-page";
import { argument, valueOf } from "./spec-values";
import { limits, timeLeft, within, type DriverError } from "./spec-driver-client";

interface Asked { expression: string; params?: object; expected?: unknown }
type Matcher = (...values: any[]) => Asked;
interface TextRules { matchSubstring?: boolean; normalizeWhiteSpace?: boolean; ignoreCase?: boolean }

const texts = (values: unknown[], rules: TextRules): object[] => values.map((value) => {
  if (value instanceof RegExp) return { regexSource: value.source, regexFlags: value.flags, ...rules };
  if (typeof value !== "string") throw new Error(`expected a text or a regular expression, got ${typeof value}`);
  return { string: value, ...rules };
});
const of = (expression: string, expected: unknown, rules: TextRules = {}, more: object = {}): Asked =>
  ({ expression, expected, params: { expectedText: texts([expected], rules), ...more } });
const listed = (expression: string, expected: unknown, rules: TextRules, more: object = {}): Asked =>
  Array.isArray(expected) ? { expression: `${expression}.array`, expected, params: { expectedText: texts(expected, rules), ...more } } : of(expression, expected, rules, more);
const state = (expression: string, opposite = "", option = ""): Matcher => (options?: any) => ({ expression: option && options?.[option] === false ? opposite : expression });
const loose = (options: any): TextRules => ({ normalizeWhiteSpace: true, ...(options?.ignoreCase === undefined ? {} : { ignoreCase: options.ignoreCase }) });
const inner = (options: any): object => (options?.useInnerText === undefined ? {} : { useInnerText: options.useInnerText });

/** The driver's expression for each matcher. The last argument may be options. */
const OF_LOCATORS: Record<string, Matcher> = {
  toBeVisible: state("to.be.visible", "to.be.hidden", "visible"), toBeHidden: state("to.be.hidden"), toBeAttached: state("to.be.attached", "to.be.detached", "attached"),
  toBeEnabled: state("to.be.enabled", "to.be.disabled", "enabled"), toBeDisabled: state("to.be.disabled"), toBeEditable: state("to.be.editable", "to.be.readonly", "editable"),
  toBeEmpty: state("to.be.empty"), toBeFocused: state("to.be.focused"),
  toBeChecked: ({ checked, indeterminate }: any = {}) => ({ expression: "to.be.checked", params: { expectedValue: argument({ checked, indeterminate }) } }),
  toBeInViewport: (o?: any) => ({ expression: "to.be.in.viewport", params: o?.ratio === undefined ? {} : { expectedNumber: o.ratio } }),
  toHaveText: (expected, o) => listed("to.have.text", expected, loose(o), inner(o)),
  toContainText: (expected, o) => listed(Array.isArray(expected) ? "to.contain.text" : "to.have.text", expected, { ...loose(o), matchSubstring: true }, inner(o)),
  toHaveClass: (expected) => listed("to.have.class", expected, {}), toContainClass: (expected) => listed("to.contain.class", expected, {}),
  toHaveAttribute: (name, expected, o) => expected === undefined || (typeof expected === "object" && !(expected instanceof RegExp))
    ? { expression: "to.have.attribute", expected: name, params: { expressionArg: name } }
    : of("to.have.attribute.value", expected, o?.ignoreCase === undefined ? {} : { ignoreCase: o.ignoreCase }, { expressionArg: name }),
  toHaveCSS: (name, expected) => of("to.have.css", expected, {}, { expressionArg: name }),
  toHaveCount: (expected) => ({ expression: "to.have.count", expected, params: { expectedNumber: expected } }),
  toHaveId: (expected) => of("to.have.id", expected), toHaveRole: (expected) => of("to.have.role", expected),
  toHaveJSProperty: (name, expected) => ({ expression: "to.have.property", expected, params: { expressionArg: name, expectedValue: argument(expected) } }),
  toHaveValue: (expected) => of("to.have.value", expected), toHaveValues: (expected) => ({ expression: "to.have.values", expected, params: { expectedText: texts(expected, {}) } }),
  toHaveAccessibleName: (expected, o) => of("to.have.accessible.name", expected, loose(o)),
  toHaveAccessibleDescription: (expected, o) => of("to.have.accessible.description", expected, loose(o)),
  toHaveAccessibleErrorMessage: (expected, o) => of("to.have.accessible.error.message", expected, loose(o)),
};
const OF_PAGES: Record<string, Matcher> = {
  toHaveTitle: (expected) => of("to.have.title", expected, { normalizeWhiteSpace: true }),
  toHaveURL: (expected, o) => of("to.have.url", typeof expected === "string" ? new URL(expected, `${site.origin}/`).href : expected, o?.ignoreCase ? { ignoreCase: true } : {}),
};

const shown = (value: unknown): string => (value instanceof RegExp ? String(value) : typeof value === "string" ? JSON.stringify(value) : JSON.stringify(value) ?? String(value));

/** A failed expectation with the matcher, its target and the actual value. */
export class Unmet extends Error {
  override name = "AssertionError";
}

interface Setting { timeout?: number; message?: string; isSoft?: boolean }
/** The failed soft expectations of this test. */
export const soft: { errors: unknown[] } = { errors: [] };

async function ask(target: Locator | Page, name: string, matcher: Matcher, values: any[], isNot: boolean, setting: Setting): Promise<void> {
  const { expression, params, expected } = matcher(...values);
  const timeout = values.find((value) => typeof value?.timeout === "number")?.timeout ?? setting.timeout;
  try {
    if (target instanceof Locator) await target.expects(expression, params ?? {}, isNot, timeout);
    else await target.mainFrame().send("expect", { expression, isNot, ...params }, within(timeout, limits.expect));
  } catch (error) {
    const { details, message } = error as DriverError;
    const received = details?.received?.value === undefined ? "" : `, received ${shown(valueOf(details.received.value))}`;
    const expectedText = expected === undefined ? "" : ` ${shown(expected)}`;
    const log = /strict mode violation|Target page|crashed|closed/.test(message) ? `: ${message.slice(0, 600)}` : details?.customErrorMessage ? `: ${details.customErrorMessage}` : "";
    const unmet = new Unmet(`${setting.message ? `${setting.message}: ` : ""}expect(${target instanceof Locator ? target : "page"}).${isNot ? "not." : ""}${name}()${expectedText}${received}${log}`);
    if (!setting.isSoft) throw unmet;
    soft.errors.push(unmet);
  }
}

function matchers(target: Locator | Page, setting: Setting): any {
  const table = target instanceof Locator ? OF_LOCATORS : OF_PAGES;
  const made = (isNot: boolean): Record<string, unknown> =>
    Object.fromEntries(Object.entries(table).map(([name, matcher]) => [name, (...values: any[]) => ask(target, name, matcher, values, isNot, setting)]));
  const known = { ...made(false), not: named(made(true)) };
  return named(known);
}

/** An unknown matcher is named, instead of "is not a function". */
const named = (known: object): any => new Proxy(known, {
  get(target, key) {
    const value = Reflect.get(target, key);
    if (value === undefined && typeof key === "string" && key.startsWith("to")) throw new Error(`expect(locator).${key} is not there.`);
    return value;
  },
});

const INTERVALS = [100, 250, 500, 1000];
/** Calls it until it does not throw. Throws the last error when the time is up. */
async function retried(work: () => unknown, { timeout, intervals = INTERVALS }: any): Promise<void> {
  const left = await timeLeft(within(timeout, limits.expect));
  for (let i = 0; ; i++) {
    try {
      return void (await work());
    } catch (error) {
      if ((await left()) < 0) throw error;
      await new Promise((resolve) => setTimeout(resolve, intervals[Math.min(i, intervals.length - 1)]));
    }
  }
}

/** expect(value).toBe(…) that reads the value again until it matches. */
function polled(read: () => unknown, options: any = {}): any {
  const through = (isNot: boolean): any => new Proxy({}, {
    get: (_, name: string) => (name === "not" ? through(true) : (...values: any[]) => retried(async () => {
      const value = ofValues(await read(), options.message);
      return (isNot ? value.not : value)[name](...values);
    }, typeof options === "number" ? { timeout: options } : options)),
  });
  return through(false);
}

function softly(value: any): any {
  return new Proxy(value, {
    get(target, key) {
      const member = Reflect.get(target, key, target);
      if (typeof member !== "function") return member && typeof member === "object" ? softly(member) : member;
      return (...values: any[]) => { try { return member.apply(target, values); } catch (error) { soft.errors.push(error); return undefined; } };
    },
  });
}

function configured(base: Setting): any {
  const expect: any = (value: unknown, message?: string | { message?: string }) => {
    const text = typeof message === "string" ? message : message?.message;
    const setting = { ...base, message: text ?? base.message };
    if (value instanceof Locator || value instanceof Page) return matchers(value, setting);
    const plain = ofValues(value, setting.message);
    if (typeof value === "function") {
      const toPass = (options: any = {}): Promise<void> => retried(value as () => unknown, { timeout: limits.action, ...options });
      return new Proxy(plain, { get: (target, key) => (key === "toPass" ? toPass : Reflect.get(target, key, target)) });
    }
    return base.isSoft ? softly(plain) : plain;
  };
  Object.assign(expect, ofValues, { poll: polled, configure: (more: any) => configured({ ...base, timeout: more.timeout ?? base.timeout, message: more.message ?? base.message, isSoft: more.soft ?? base.isSoft }) });
  if (!base.isSoft) expect.soft = configured({ ...base, isSoft: true });
  return expect;
}
export const expect = configured({});
