/** Contexts, dialogs, requests, and the browser that makes them. */
import { Frame, Page, scriptOf } from "./spec-page";
import { Handle } from "./spec-locator";
import { Emitter, Remote, call, known, limits, waitFor } from "./spec-driver-client";

const SUBSCRIBED: Record<string, string> = {
  dialog: "dialog", filechooser: "fileChooser", request: "request", response: "response", requestfinished: "requestFinished", requestfailed: "requestFailed",
};
const named = (headers: Record<string, unknown>): object[] => Object.entries(headers).map(([name, value]) => ({ name, value }));
const ofList = (headers: { name: string; value: string }[]): Record<string, string> => Object.fromEntries(headers.map(({ name, value }) => [name.toLowerCase(), value]));

/** Dialogs that are closed for a page that nothing else answers. The next one stays open, and the page waits until its time is over. */
const MOST_DIALOGS = 20;

export class Context extends Remote {
  private open = new Set<Page>();
  private dialogs = 0;
  browser_: Browser | null = null;
  isOver = false;

  override happened(method: string, params: any): void {
    if (method === "page") this.came(known(params.page));
    else if (method === "dialog") this.asked(known(params.dialog));
    else if (method === "close") this.over();
    else if (method === "console") this.tell("console", consoleMessage(params), known(params.page));
    else if (method === "pageError") {
      const { name, message, stack } = params.error.error ?? { name: "Error", message: String(params.error.value), stack: "" };
      this.tell("pageerror", Object.assign(new Error(message), { name, stack }), known(params.page));
    } else if (method in EXCHANGE) {
      this.tell(method.toLowerCase(), known(params[EXCHANGE[method]]), known(params.page));
    }
  }
  private tell(event: string, value: unknown, page: Page | undefined): void {
    if (value === undefined) return;
    page?.emit(event, value);
    this.emit(event === "pageerror" ? "weberror" : event, value);
  }
  private came(page: Page): void {
    page.context_ = this;
    this.open.add(page);
    this.emit("page", page);
    const opener = page.openerPage;
    if (opener && !opener.isOver) opener.emit("popup", page);
  }
  private asked(dialog: Dialog): void {
    const page = dialog.page();
    const heard = this.emit("dialog", dialog) || page?.emit("dialog", dialog);
    if (this.hears("dialog") && page?.hears("dialog")) page.emit("dialog", dialog);
    if (!heard && this.dialogs++ < MOST_DIALOGS) (dialog.type() === "beforeunload" ? dialog.accept() : dialog.dismiss()).catch(() => undefined);
  }
  private over(): void {
    this.isOver = true;
    this.browser_?.left(this);
    this.emit("close", this);
  }

  left(page: Page): void { this.open.delete(page); }
  /** Subscribes to an event, because the driver sends some events only to subscribers. */
  subscribe(event: string, target: Remote): void {
    if (event in SUBSCRIBED) target.send("updateSubscription", { event: SUBSCRIBED[event], enabled: true }).catch(() => undefined);
  }
  override on(event: string, listener: (...values: any[]) => unknown): this {
    this.subscribe(event, this);
    return super.on(event, listener);
  }

  pages(): Page[] { return [...this.open]; }
  browser(): Browser | null { return this.browser_; }
  async newPage(): Promise<Page> { return known((await this.send("newPage", {}, limits.navigation)).page); }
  async close(): Promise<void> { if (!this.isOver) await this.send("close"); }
  async waitForEvent(event: string, options?: any): Promise<any> { return await waitFor(this, event, options); }
  async cookies(urls: string | string[] = []): Promise<any[]> { return (await this.send("cookies", { urls: [urls].flat() })).cookies; }
  async addCookies(cookies: any[]): Promise<void> { await this.send("addCookies", { cookies }); }
  async clearCookies(): Promise<void> { await this.send("clearCookies"); }
  async grantPermissions(permissions: string[], options: any = {}): Promise<void> { await this.send("grantPermissions", { permissions, ...options }); }
  async clearPermissions(): Promise<void> { await this.send("clearPermissions"); }
  async setGeolocation(geolocation: any): Promise<void> { await this.send("setGeolocation", geolocation ? { geolocation } : {}); }
  async setOffline(offline: boolean): Promise<void> { await this.send("setOffline", { offline }); }
  async setExtraHTTPHeaders(headers: any): Promise<void> { await this.send("setExtraHTTPHeaders", { headers: named(headers) }); }
  async addInitScript(script: any, value?: unknown): Promise<void> { await this.send("addInitScript", { source: scriptOf(script, value) }); }
  setDefaultTimeout(ms: number): void { limits.action = ms || limits.action; }
  setDefaultNavigationTimeout(ms: number): void { limits.navigation = ms || limits.navigation; }
  route(): never { throw new Error("context.route is not there: a spec has no network."); }

  readonly clock = {
    install: (o: any = {}) => this.tick("Install", o.time === undefined ? {} : moment(o.time)),
    fastForward: (ticks: any) => this.tick("FastForward", span(ticks)), runFor: (ticks: any) => this.tick("RunFor", span(ticks)),
    pauseAt: (time: any) => this.tick("PauseAt", moment(time)), resume: () => this.tick("Resume", {}),
    setFixedTime: (time: any) => this.tick("SetFixedTime", moment(time)), setSystemTime: (time: any) => this.tick("SetSystemTime", moment(time)),
  };
  private async tick(method: string, params: object): Promise<void> { await this.send(`clock${method}`, params); }
}

const EXCHANGE: Record<string, string> = { request: "request", requestFinished: "request", requestFailed: "request", response: "response" };
const span = (ticks: any): object => (typeof ticks === "number" ? { ticksNumber: ticks } : { ticksString: ticks });
const moment = (time: any): object => (typeof time === "string" ? { timeString: time } : { timeNumber: Number(time) });

function consoleMessage({ type, text, location, args, page }: any): object {
  return { type: () => type, text: () => text, location: () => location, args: () => args.map(known), page: () => known(page) ?? null };
}

export class Dialog extends Remote {
  page(): Page | undefined { return known(this.initializer.page); }
  type(): string { return this.initializer.type; }
  message(): string { return this.initializer.message; }
  defaultValue(): string { return this.initializer.defaultValue; }
  async accept(promptText?: string): Promise<void> { await this.send("accept", promptText === undefined ? {} : { promptText }); }
  async dismiss(): Promise<void> { await this.send("dismiss"); }
}

export class Request extends Remote {
  url(): string { return this.initializer.url; }
  method(): string { return this.initializer.method; }
  resourceType(): string { return this.initializer.resourceType; }
  headers(): Record<string, string> { return ofList(this.initializer.headers); }
  isNavigationRequest(): boolean { return this.initializer.isNavigationRequest; }
  postData(): string | null { return this.initializer.postData ? atob(this.initializer.postData) : null; }
  frame(): Frame { return known(this.initializer.frame); }
}

export class Response extends Remote {
  url(): string { return this.initializer.url; }
  status(): number { return this.initializer.status; }
  statusText(): string { return this.initializer.statusText; }
  ok(): boolean { return this.status() === 0 || (this.status() >= 200 && this.status() <= 299); }
  headers(): Record<string, string> { return ofList(this.initializer.headers); }
  request(): Request { return known(this.initializer.request); }
}

/** Makes contexts. They end with the test that made them. */
export class Browser extends Emitter {
  private open = new Set<Context>();

  async newContext({ storageState: _state, baseURL: _base, extraHTTPHeaders, viewport, ...options }: any = {}): Promise<Context> {
    const size = viewport === null ? { noDefaultViewport: true } : viewport ? { viewport } : {};
    const headers = extraHTTPHeaders ? { extraHTTPHeaders: named(extraHTTPHeaders) } : {};
    const answer = await call("browser", "newContext", { ...options, ...size, ...headers }, limits.navigation);
    const context: Context = known(answer.context);
    context.browser_ = this;
    this.open.add(context);
    return context;
  }
  async newPage(options?: any): Promise<Page> { return (await this.newContext(options)).newPage(); }
  contexts(): Context[] { return [...this.open]; }
  left(context: Context): void { this.open.delete(context); }
  isConnected(): boolean { return true; }
  browserType(): object { return { name: () => "chromium" }; }
  version(): string { return navigator.userAgent.replace(/.*Chrome\/([\d.]+).*/, "$1"); }
  async close(): Promise<void> { await Promise.all(this.contexts().map((context) => context.close())); }
}

/** Makes the object that the driver announces. */
export function objectOf(kind: string, guid: string, initializer: any): Remote | undefined {
  switch (kind) {
    case "BrowserContext": return new Context(guid, initializer);
    case "Page": return new Page(guid, initializer);
    case "Frame": return new Frame(guid, initializer);
    case "Dialog": return new Dialog(guid, initializer);
    case "Request": return new Request(guid, initializer);
    case "Response": return new Response(guid, initializer);
    case "JSHandle": case "ElementHandle": return new Handle(guid, initializer);
    default: return undefined;
  }
}
