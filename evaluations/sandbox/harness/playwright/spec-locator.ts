/** Locators and handles find elements in a document. Locators are selectors, which are looked up again at each call. */
import type { Frame } from "./spec-page";
import { filtered, selectors, type Text } from "./spec-selectors";
import { evaluation, valueOf } from "./spec-values";
import { Remote, known, limits, within } from "./spec-driver-client";

/** Methods without a result, with the name of their first argument. */
export const ACTIONS: Record<string, string | null> = {
  click: null, dblclick: null, hover: null, tap: null, focus: null, blur: null, check: null, uncheck: null,
  fill: "value", type: "text", press: "key",
};
/** Methods with a result of plain data. */
export const READERS: Record<string, string | null> = {
  textContent: null, innerText: null, innerHTML: null, inputValue: null, isChecked: null, isDisabled: null, isEditable: null,
  isEnabled: null, isHidden: null, isVisible: null, getAttribute: "name",
};

/** Parameters and time limit of a call, from the spec's arguments. */
export function split(options: any = {}): { rest: any; timeout: number | undefined } {
  const { timeout, ...rest } = options ?? {};
  return { rest, timeout };
}

/** Files as bytes. A name means a fixture of the task. */
export function payloads(given: any, fixtures: Record<string, string>): { name: string; mimeType: string; buffer: string }[] {
  return (Array.isArray(given) ? given : [given]).map((file) => {
    if (typeof file !== "string") return { name: file.name, mimeType: file.mimeType ?? "application/octet-stream", buffer: toBase64(file.buffer) };
    const name = file.split("/").pop()!;
    if (!(name in fixtures)) throw new Error(`No fixture "${name}". There are: ${Object.keys(fixtures).join(", ") || "none"}.`);
    return { name, mimeType: "application/octet-stream", buffer: fixtures[name] };
  });
}

const toBase64 = (bytes: Uint8Array): string => btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
export const files: { fixtures: Record<string, string> } = { fixtures: {} };

/** The argument of selectOption() in the driver's form. */
export function choices(values: any): object {
  const list = values === null || values === undefined ? [] : Array.isArray(values) ? values : [values];
  if (list.length && list[0] instanceof Remote) return { elements: list.map(({ guid }) => ({ guid })) };
  return { options: list.map((value: any) => (typeof value === "string" ? { valueOrLabel: value } : value)) };
}

/** Everything that a frame can do with a selector: a locator's methods and page.click(selector). */
export async function onSelector(frame: Frame, selector: string, method: string, values: any[], strict?: boolean): Promise<any> {
  const first = ACTIONS[method] ?? READERS[method];
  const [value, options] = first ? values : [undefined, values[0]];
  const { rest, timeout } = split(options);
  const params = { selector, ...(strict === undefined ? {} : { strict }), ...(first ? { [first]: value } : {}), ...rest };
  const { value: given } = await frame.send(method, params, timeout);
  if (method in ACTIONS) return undefined;
  return given === undefined && (method === "getAttribute" || method === "textContent") ? null : given;
}

export class Locator {
  [member: string]: any;
  constructor(readonly frame: Frame, readonly selector: string, options?: any) {
    if (options) this.selector += filtered(options);
    for (const method of [...Object.keys(ACTIONS), ...Object.keys(READERS)])
      this[method] = (...values: any[]) => onSelector(frame, this.selector, method, values, true);
    for (const [name, make] of Object.entries(selectors)) this[name] = (what: any, o?: any) => this.deeper((make as any)(what, o));
  }

  private deeper(selector: string, options?: any): Locator { return new Locator(this.frame, `${this.selector} >> ${selector}`, options); }
  private send(method: string, params: object = {}, timeout?: number): Promise<any> {
    return this.frame.send(method, { selector: this.selector, strict: true, ...params }, timeout);
  }

  locator(what: string | Locator, options?: any): Locator {
    return this.deeper(typeof what === "string" ? what : `internal:chain=${JSON.stringify(what.selector)}`, options);
  }
  filter(options?: any): Locator { return new Locator(this.frame, this.selector, options); }
  and(other: Locator): Locator { return this.deeper(`internal:and=${JSON.stringify(other.selector)}`); }
  or(other: Locator): Locator { return this.deeper(`internal:or=${JSON.stringify(other.selector)}`); }
  first(): Locator { return this.deeper("nth=0"); }
  last(): Locator { return this.deeper("nth=-1"); }
  nth(index: number): Locator { return this.deeper(`nth=${index}`); }
  describe(): Locator { return this; }
  page(): any { return this.frame.page(); }
  frameLocator(selector: string): FrameLocator { return new FrameLocator(this.frame, `${this.selector} >> ${selector}`); }
  contentFrame(): FrameLocator { return new FrameLocator(this.frame, this.selector); }
  toString(): string { return `locator('${this.selector}')`; }

  async count(): Promise<number> { return (await this.frame.send("queryCount", { selector: this.selector })).value; }
  async all(): Promise<Locator[]> { return Array.from({ length: await this.count() }, (_, i) => this.nth(i)); }
  allTextContents(): Promise<string[]> { return this.evaluateAll((all: any) => all.map((each: any) => each.textContent || "")); }
  allInnerTexts(): Promise<string[]> { return this.evaluateAll((all: any) => all.map((each: any) => each.innerText)); }
  async clear(options?: any): Promise<void> { await this.fill("", options); }
  async pressSequentially(text: string, options?: any): Promise<void> { await this.type(text, options); }
  async setChecked(checked: boolean, options?: any): Promise<void> { await (checked ? this.check(options) : this.uncheck(options)); }
  async selectOption(values: any, options?: any): Promise<string[]> {
    const { rest, timeout } = split(options);
    return (await this.send("selectOption", { ...choices(values), ...rest }, timeout)).values;
  }
  async setInputFiles(given: any, options?: any): Promise<void> {
    await this.send("setInputFiles", { payloads: payloads(given, files.fixtures) }, split(options).timeout);
  }
  async dragTo(target: Locator, options?: any): Promise<void> {
    const { rest, timeout } = split(options);
    await this.frame.send("dragAndDrop", { source: this.selector, target: target.selector, strict: true, ...rest }, timeout);
  }
  async dispatchEvent(type: string, init: any = {}, options?: any): Promise<void> {
    await this.send("dispatchEvent", { type, eventInit: evaluation("", init).arg }, split(options).timeout);
  }
  async waitFor(options?: any): Promise<void> {
    const { rest, timeout } = split(options);
    await this.send("waitForSelector", { state: "visible", omitReturnValue: true, ...rest }, timeout);
  }
  async ariaSnapshot(options?: any): Promise<string> {
    return (await this.frame.send("ariaSnapshot", { selector: this.selector }, split(options).timeout)).snapshot;
  }

  async elementHandle(options?: any): Promise<Handle> {
    const answer = await this.send("waitForSelector", { state: "attached" }, split(options).timeout);
    return known(answer.element);
  }
  async elementHandles(): Promise<Handle[]> { return this.frame.$$(this.selector); }
  private async withElement<T>(work: (handle: Handle) => Promise<T>, options?: any): Promise<T> {
    const handle = await this.elementHandle(options);
    try {
      return await work(handle);
    } finally {
      handle.dispose().catch(() => undefined);
    }
  }
  evaluate(body: unknown, value?: unknown, options?: any): Promise<any> { return this.withElement((handle) => handle.evaluate(body, value), options); }
  evaluateHandle(body: unknown, value?: unknown, options?: any): Promise<any> { return this.withElement((handle) => handle.evaluateHandle(body, value), options); }
  boundingBox(options?: any): Promise<any> { return this.withElement((handle) => handle.boundingBox(), options); }
  scrollIntoViewIfNeeded(options?: any): Promise<void> { return this.withElement((handle) => handle.scrollIntoViewIfNeeded(), options); }
  selectText(options?: any): Promise<void> { return this.withElement((handle) => handle.selectText(), options); }
  async evaluateAll(body: unknown, value?: unknown): Promise<any> {
    return valueOf((await this.frame.send("evalOnSelectorAll", { selector: this.selector, ...evaluation(body, value) })).value);
  }

  /** The driver's `expect`: one comparison, repeated until it is true or its time is over. */
  async expects(expression: string, params: any, isNot: boolean, timeout?: number): Promise<void> {
    await this.frame.send("expect", { selector: this.selector, expression, isNot, ...params }, within(timeout, limits.expect));
  }
}

/** The document in a frame, found by the frame's element. */
export class FrameLocator {
  [member: string]: any;
  constructor(private frame: Frame, private selector: string) {
    for (const [name, make] of Object.entries(selectors)) this[name] = (what: any, o?: any) => this.locator((make as any)(what, o));
  }
  private get inside(): string { return `${this.selector} >> internal:control=enter-frame`; }
  locator(what: string | Locator, options?: any): Locator {
    return new Locator(this.frame, `${this.inside} >> ${typeof what === "string" ? what : what.selector}`, options);
  }
  frameLocator(selector: string): FrameLocator { return new FrameLocator(this.frame, `${this.inside} >> ${selector}`); }
  owner(): Locator { return new Locator(this.frame, this.selector); }
  first(): FrameLocator { return new FrameLocator(this.frame, `${this.selector} >> nth=0`); }
  last(): FrameLocator { return new FrameLocator(this.frame, `${this.selector} >> nth=-1`); }
  nth(index: number): FrameLocator { return new FrameLocator(this.frame, `${this.selector} >> nth=${index}`); }
}

/** A value or an element in a document, held until disposed. */
export class Handle extends Remote {
  [member: string]: any;
  constructor(guid: string, initializer: any) {
    super(guid, initializer);
    for (const [method, first] of Object.entries({ ...ACTIONS, ...READERS })) this[method] = async (...values: any[]) => {
      const { rest, timeout } = split(first ? values[1] : values[0]);
      return (await this.send(method, first ? { [first]: values[0], ...rest } : rest, timeout)).value;
    };
  }
  async evaluate(body: unknown, value?: unknown): Promise<any> { return valueOf((await this.send("evaluateExpression", evaluation(body, value))).value); }
  async evaluateHandle(body: unknown, value?: unknown): Promise<any> { return known((await this.send("evaluateExpressionHandle", evaluation(body, value))).handle); }
  async jsonValue(): Promise<any> { return valueOf((await this.send("jsonValue")).value); }
  async getProperty(name: string): Promise<any> { return known((await this.send("getProperty", { name })).handle); }
  async boundingBox(): Promise<any> { return (await this.send("boundingBox")).value ?? null; }
  async scrollIntoViewIfNeeded(): Promise<void> { await this.send("scrollIntoViewIfNeeded"); }
  async selectText(): Promise<void> { await this.send("selectText"); }
  async selectOption(values: any): Promise<string[]> { return (await this.send("selectOption", choices(values))).values; }
  async setInputFiles(given: any): Promise<void> { await this.send("setInputFiles", { payloads: payloads(given, files.fixtures) }); }
  async contentFrame(): Promise<any> { return known((await this.send("contentFrame")).frame) ?? null; }
  async ownerFrame(): Promise<any> { return known((await this.send("ownerFrame")).frame) ?? null; }
  async $(selector: string): Promise<any> { return known((await this.send("querySelector", { selector })).element) ?? null; }
  async $$(selector: string): Promise<any[]> { return ((await this.send("querySelectorAll", { selector })).elements as any[]).map(known); }
  async $eval(selector: string, body: unknown, value?: unknown): Promise<any> { return valueOf((await this.send("evalOnSelector", { selector, ...evaluation(body, value) })).value); }
  async $$eval(selector: string, body: unknown, value?: unknown): Promise<any> { return valueOf((await this.send("evalOnSelectorAll", { selector, ...evaluation(body, value) })).value); }
  asElement(): this { return this; }
  async dispose(): Promise<void> { await this.send("dispose"); }
}
export type { Text };
