/** Frames and pages for specs. */
import { ACTIONS, FrameLocator, Locator, READERS, choices, files, onSelector, payloads, split } from "./spec-locator";
import type { Context } from "./spec-context";
import { fitsUrl, selectors } from "./spec-selectors";
import { evaluation, valueOf } from "./spec-values";
import { Remote, TimeoutError, known, limits, timeLeft, waitFor, within } from "./spec-driver-client";

/** The address of the candidate's site. */
export const site = { origin: "" };
const navigation = (options: any = {}): { rest: any; limit: number } => {
  const { rest, timeout } = split(options);
  return { rest: { waitUntil: rest.waitUntil ?? "load", ...rest }, limit: within(timeout, limits.navigation) };
};

export class Frame extends Remote {
  [member: string]: any;
  private address: string;
  private title_: string;
  private states: Set<string>;
  private parent: Frame | null;
  private children = new Set<Frame>();
  owner: Page | null = null;
  isGone = false;

  constructor(guid: string, initializer: any) {
    super(guid, initializer);
    this.address = initializer.url;
    this.title_ = initializer.name;
    this.states = new Set(initializer.loadStates);
    this.parent = known(initializer.parentFrame) ?? null;
    this.parent?.children.add(this);
    for (const method of [...Object.keys(ACTIONS), ...Object.keys(READERS)])
      this[method] = (selector: string, ...values: any[]) => onSelector(this, selector, method, values);
    for (const [name, make] of Object.entries(selectors)) this[name] = (what: any, o?: any) => new Locator(this, (make as any)(what, o));
  }

  override happened(method: string, params: any): void {
    if (method === "navigated") {
      if (params.error) return;
      this.address = params.url;
      this.title_ = params.name;
      this.emit("navigated");
      this.owner?.emit("framenavigated", this);
    } else if (method === "loadstate") {
      if (params.remove) this.states.delete(params.remove);
      if (!params.add) return;
      this.states.add(params.add);
      this.emit("loadstate");
      const event = params.add === "load" ? "load" : params.add === "domcontentloaded" ? "domcontentloaded" : "";
      if (event && !this.parent) this.owner?.emit(event, this.owner);
    }
  }
  gone(): void {
    this.isGone = true;
    this.parent?.children.delete(this);
  }

  url(): string { return this.address; }
  name(): string { return this.title_; }
  page(): Page { return this.owner ?? this.parent!.page(); }
  parentFrame(): Frame | null { return this.parent; }
  childFrames(): Frame[] { return [...this.children]; }
  isDetached(): boolean { return this.isGone; }
  locator(selector: string, options?: any): Locator { return new Locator(this, selector, options); }
  frameLocator(selector: string): FrameLocator { return new FrameLocator(this, selector); }

  async goto(url: string, options?: any): Promise<any> {
    const { rest, limit } = navigation(options);
    return known((await this.send("goto", { url: new URL(url, `${site.origin}/`).href, ...rest }, limit)).response) ?? null;
  }
  async setContent(html: string, options?: any): Promise<void> {
    const { rest, limit } = navigation(options);
    await this.send("setContent", { html, ...rest }, limit);
  }
  async evaluate(body: unknown, value?: unknown): Promise<any> { return valueOf((await this.send("evaluateExpression", evaluation(body, value))).value); }
  async evaluateHandle(body: unknown, value?: unknown): Promise<any> { return known((await this.send("evaluateExpressionHandle", evaluation(body, value))).handle); }
  async title(): Promise<string> { return (await this.send("title")).value; }
  async content(): Promise<string> { return (await this.send("content")).value; }
  async $(selector: string): Promise<any> { return known((await this.send("querySelector", { selector })).element) ?? null; }
  async $$(selector: string): Promise<any[]> { return ((await this.send("querySelectorAll", { selector })).elements as any[]).map(known); }
  async $eval(selector: string, body: unknown, value?: unknown): Promise<any> { return valueOf((await this.send("evalOnSelector", { selector, ...evaluation(body, value) })).value); }
  async $$eval(selector: string, body: unknown, value?: unknown): Promise<any> { return valueOf((await this.send("evalOnSelectorAll", { selector, ...evaluation(body, value) })).value); }
  async selectOption(selector: string, values: any, options?: any): Promise<string[]> {
    const { rest, timeout } = split(options);
    return (await this.send("selectOption", { selector, ...choices(values), ...rest }, timeout)).values;
  }
  async setInputFiles(selector: string, given: any): Promise<void> { await this.send("setInputFiles", { selector, payloads: payloads(given, files.fixtures) }); }
  async dragAndDrop(source: string, target: string, options?: any): Promise<void> {
    const { rest, timeout } = split(options);
    await this.send("dragAndDrop", { source, target, ...rest }, timeout);
  }
  async addScriptTag({ content, url }: any): Promise<any> { return known((await this.send("addScriptTag", { content, url })).element); }
  async addStyleTag({ content, url }: any): Promise<any> { return known((await this.send("addStyleTag", { content, url })).element); }
  async dispatchEvent(selector: string, type: string, init: any = {}): Promise<void> { await this.send("dispatchEvent", { selector, type, eventInit: evaluation("", init).arg }); }

  async waitForSelector(selector: string, options?: any): Promise<any> {
    const { rest, timeout } = split(options);
    return known((await this.send("waitForSelector", { selector, ...rest }, timeout)).element) ?? null;
  }
  async waitForFunction(body: unknown, value?: unknown, options?: any): Promise<any> {
    const { rest, timeout } = split(options);
    const polling = typeof rest.polling === "number" ? { pollingInterval: rest.polling } : {};
    return known((await this.send("waitForFunction", { ...evaluation(body, value), ...polling }, timeout)).handle);
  }
  async waitForTimeout(ms: number): Promise<void> { await this.send("waitForTimeout", { waitTimeout: ms }, ms + 5000); }
  async waitForLoadState(state = "load", options?: any): Promise<void> {
    await this.until("loadstate", () => this.states.has(state) || state === "networkidle", options?.timeout, `load state "${state}"`);
  }
  async waitForURL(pattern: unknown, options?: any): Promise<void> {
    await this.until("navigated", () => fitsUrl(this.address, pattern, site.origin), options?.timeout, `address ${String(pattern)}`);
    await this.waitForLoadState(options?.waitUntil === "commit" ? "commit" : options?.waitUntil ?? "load", options);
  }
  async waitForNavigation(options?: any): Promise<null> {
    await waitFor(this, "navigated", { timeout: options?.timeout });
    await this.waitForLoadState(options?.waitUntil ?? "load", options);
    return null;
  }

  private async until(event: string, holds: () => boolean, timeout: number | undefined, what: string): Promise<void> {
    const left = await timeLeft(within(timeout, limits.navigation));
    while (!holds()) {
      const rest = await left();
      if (rest <= 0) throw new TimeoutError(`Timeout exceeded while waiting for ${what}; it is ${this.address}`);
      await waitFor(this, event, { timeout: rest }).catch(() => undefined);
    }
  }
}

const KEYS = { down: "key", up: "key", insertText: "text", type: "text", press: "key" };
const OF_MAIN_FRAME = [
  ...Object.keys(ACTIONS), ...Object.keys(READERS), ...Object.keys(selectors), "locator", "frameLocator", "goto", "setContent", "evaluate",
  "evaluateHandle", "title", "content", "$", "$$", "$eval", "$$eval", "selectOption", "setInputFiles", "dragAndDrop", "addScriptTag",
  "addStyleTag", "dispatchEvent", "waitForSelector", "waitForFunction", "waitForTimeout", "waitForLoadState", "waitForURL", "waitForNavigation", "url",
];
const REFUSED = ["route", "unroute", "routeFromHAR", "exposeFunction", "exposeBinding", "pdf", "video", "addLocatorHandler", "routeWebSocket"];

export class Page extends Remote {
  [member: string]: any;
  private frames_ = new Set<Frame>();
  private main: Frame;
  private size: any;
  isOver = false;
  context_: Context | null = null;

  constructor(guid: string, initializer: any) {
    super(guid, initializer);
    this.main = known(initializer.mainFrame);
    this.main.owner = this;
    this.frames_.add(this.main);
    this.size = initializer.viewportSize ?? null;
    for (const name of OF_MAIN_FRAME) this[name] = (...values: any[]) => (this.main as any)[name](...values);
    for (const name of REFUSED) this[name] = () => { throw new Error(`page.${name} is not there: a spec has no network, no files and no functions in the page.`); };
    this.keyboard = {};
    for (const [name, first] of Object.entries(KEYS)) this.keyboard[name] = async (value: string, o: any = {}) => {
      const delayed = name === "type" ? (o.delay ?? 0) * value.length : 0;
      await this.send(`keyboard${name[0].toUpperCase()}${name.slice(1)}`, { [first]: value, ...o }, limits.action + delayed);
    };
    const clicks = (x: number, y: number, o: any = {}): Promise<any> => this.send("mouseClick", { x, y, ...o });
    this.mouse = {
      move: async (x: number, y: number, o: any = {}) => { await this.send("mouseMove", { x, y, ...o }); },
      down: async (o: any = {}) => { await this.send("mouseDown", o); },
      up: async (o: any = {}) => { await this.send("mouseUp", o); },
      click: async (x: number, y: number, o?: any) => { await clicks(x, y, o); },
      dblclick: async (x: number, y: number, o: any = {}) => { await clicks(x, y, { ...o, clickCount: 2 }); },
      wheel: async (deltaX: number, deltaY: number) => { await this.send("mouseWheel", { deltaX, deltaY }); },
    };
    this.touchscreen = { tap: async (x: number, y: number) => { await this.send("touchscreenTap", { x, y }); } };
  }

  override happened(method: string, params: any): void {
    if (method === "frameAttached") {
      const frame: Frame = known(params.frame);
      frame.owner = this;
      this.frames_.add(frame);
      this.emit("frameattached", frame);
    } else if (method === "frameDetached") {
      const frame: Frame = known(params.frame);
      frame?.gone();
      this.frames_.delete(frame);
      this.emit("framedetached", frame);
    } else if (method === "close") {
      this.isOver = true;
      this.context_?.left(this);
      this.emit("close", this);
    } else if (method === "viewportSizeChanged") this.size = params.viewportSize;
    else if (method === "fileChooser") {
      const element = known(params.element);
      this.emit("filechooser", { element: () => element, page: () => this, isMultiple: () => params.isMultiple, setFiles: (given: any) => element.setInputFiles(given) });
    } else if (method === "worker" || method === "webSocket" || method === "download") this.emit(method.toLowerCase(), params);
  }

  override on(event: string, listener: (...values: any[]) => unknown): this {
    this.context_?.subscribe(event, this);
    return super.on(event, listener);
  }

  opener(): Promise<Page | null> { return Promise.resolve(known(this.initializer.opener) ?? null); }
  get openerPage(): Page | undefined { return known(this.initializer.opener); }
  context(): Context { return this.context_!; }
  get clock(): any { return this.context_!.clock; }
  get request(): never { throw new Error("page.request is not there: a spec has no network."); }
  mainFrame(): Frame { return this.main; }
  frames(): Frame[] { return [...this.frames_]; }
  frame(selector: any): Frame | null {
    const { name, url } = typeof selector === "string" ? { name: selector, url: undefined } : selector;
    return this.frames().find((frame) => (name !== undefined ? frame.name() === name : fitsUrl(frame.url(), url, site.origin))) ?? null;
  }
  viewportSize(): any { return this.size; }
  isClosed(): boolean { return this.isOver; }
  workers(): [] { return []; }
  setDefaultTimeout(ms: number): void { limits.action = ms || limits.action; }
  setDefaultNavigationTimeout(ms: number): void { limits.navigation = ms || limits.navigation; }
  async pause(): Promise<void> {}
  async close(): Promise<void> { if (!this.isOver) await this.send("close"); }
  async bringToFront(): Promise<void> { await this.send("bringToFront"); }
  async emulateMedia(options: any): Promise<void> {
    await this.send("emulateMedia", Object.fromEntries(Object.entries(options).map(([name, value]) => [name, value ?? "no-override"])));
  }
  async setViewportSize(viewportSize: any): Promise<void> { await this.send("setViewportSize", { viewportSize }); this.size = viewportSize; }
  async setExtraHTTPHeaders(headers: any): Promise<void> { await this.send("setExtraHTTPHeaders", { headers: Object.entries(headers).map(([name, value]) => ({ name, value })) }); }
  async addInitScript(script: any, value?: unknown): Promise<void> { await this.send("addInitScript", { source: scriptOf(script, value) }); }
  async screenshot(options: any = {}): Promise<Uint8Array> {
    const { rest: { path: _, ...rest }, timeout } = split(options);
    return Uint8Array.from(atob((await this.send("screenshot", rest, timeout)).binary), (letter) => letter.charCodeAt(0));
  }
  async waitForEvent(event: string, options?: any): Promise<any> { return await waitFor(this, event, options); }
  waitForRequest(pattern: any, options?: any): Promise<any> { return this.exchanged("request", pattern, options); }
  waitForResponse(pattern: any, options?: any): Promise<any> { return this.exchanged("response", pattern, options); }
  private exchanged(event: string, pattern: any, options?: any): Promise<any> {
    const predicate = typeof pattern === "function" ? pattern : (each: any) => fitsUrl(each.url(), pattern, site.origin);
    return waitFor(this, event, { ...options, predicate });
  }
  async reload(options?: any): Promise<any> { return await this.moved("reload", options); }
  async goBack(options?: any): Promise<any> { return await this.moved("goBack", options); }
  async goForward(options?: any): Promise<any> { return await this.moved("goForward", options); }
  private async moved(method: string, options?: any): Promise<any> {
    const { rest, limit } = navigation(options);
    return known((await this.send(method, rest, limit)).response) ?? null;
  }
}

/** The source of an init script. */
export const scriptOf = (script: any, value?: unknown): string =>
  typeof script === "function" ? `(${script})(${value === undefined ? "undefined" : JSON.stringify(value)})` : typeof script === "string" ? script : String(script.content);
