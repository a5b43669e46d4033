/** The connection from a spec's realm to Playwright's driver, through the host's gate: calls go out, answers and events come in. */
import { pace } from "../time-stretch";
interface Waiting { resolve: (result: any) => void; reject: (error: Error) => void }
export interface DriverError extends Error { details?: any; log?: string[] }
type Make = (kind: string, guid: string, initializer: any) => Remote | undefined;

/** Playwright's error when a time limit is exceeded. */
export class TimeoutError extends Error {
  override name = "TimeoutError";
}

const waiting = new Map<number, Waiting>();
const objects = new Map<string, Remote>();
let queued: unknown[] = [];
let lastId = 0;
let make: Make = () => undefined;

/** Makes the objects that the driver announces. */
export function makeBy(maker: Make): void {
  make = maker;
}

/** The object of this name; undefined when it is gone or of a kind that specs do not get. */
export const known = (reference: { guid: string } | undefined): any => reference && objects.get(reference.guid);

/** Calls the driver. Calls of one turn are sent together. */
export function call(guid: string, method: string, params: object, timeout: number): Promise<any> {
  const id = ++lastId;
  if (!queued.length) queueMicrotask(flush);
  queued.push({ id, guid, method, params, timeout });
  return new Promise((resolve, reject) => waiting.set(id, { resolve, reject }));
}

function flush(): void {
  const calls = queued;
  queued = [];
  (globalThis as any).bakeoffHost(JSON.stringify({ calls }));
}

/** Handles messages from the host in order. */
export function hear(messages: any[]): void {
  for (const message of messages) {
    if ("id" in message) answered(message);
    else if (message.method === "__over__") limits.all = limits.end = performance.now();
    else if (message.method === "__create__") {
      const { type, guid, initializer } = message.params;
      const made = make(type, guid, initializer);
      if (made) objects.set(guid, made);
    } else if (message.method === "__dispose__") objects.delete(message.guid);
    else objects.get(message.guid)?.happened(message.method, message.params ?? {});
  }
}

function answered(message: any): void {
  const asker = waiting.get(message.id);
  waiting.delete(message.id);
  if (!asker) return;
  if (!message.error) return asker.resolve(message.result ?? {});
  const { name, message: text } = message.error.error ?? { name: "Error", message: "refused" };
  const log = (message.log as string[] | undefined)?.map((line) => line.trim()).filter(Boolean);
  const error: DriverError = name === "TimeoutError" ? new TimeoutError(text) : Object.assign(new Error(text), { name: name || "Error" });
  if (log?.length) error.message += `\nCall log:\n  - ${log.slice(0, 12).join("\n  - ")}`;
  error.details = message.errorDetails;
  asker.reject(error);
}

type Listener = (...values: any[]) => unknown;

/** Node's emitter, as far as specs use it. */
export class Emitter {
  private listeners = new Map<string, Listener[]>();

  on(event: string, listener: Listener): this {
    this.listeners.set(event, [...(this.listeners.get(event) ?? []), listener]);
    return this;
  }
  addListener(event: string, listener: Listener): this { return this.on(event, listener); }
  off(event: string, listener: Listener): this {
    this.listeners.set(event, (this.listeners.get(event) ?? []).filter((each) => each !== listener));
    return this;
  }
  removeListener(event: string, listener: Listener): this { return this.off(event, listener); }
  removeAllListeners(event?: string): this {
    if (event) this.listeners.delete(event);
    else this.listeners.clear();
    return this;
  }
  once(event: string, listener: Listener): this {
    const once = (...values: any[]): unknown => { this.off(event, once); return listener(...values); };
    return this.on(event, once);
  }
  hears(event: string): boolean { return (this.listeners.get(event)?.length ?? 0) > 0; }

  emit(event: string, ...values: any[]): boolean {
    const heard = this.listeners.get(event) ?? [];
    for (const listener of heard) {
      try {
        const done = listener(...values);
        if (done instanceof Promise) done.catch(stray.note);
      } catch (error) {
        stray.note(error);
      }
    }
    return heard.length > 0;
  }
}

/** An error that a listener threw. The running test fails with it. */
export const stray = {
  errors: [] as unknown[],
  note: (error: unknown): void => { stray.errors.push(error); },
};

/** Limits of one test, in ms; the test sets what it has left. all: when no further test may begin. */
export const limits = { action: 5000, navigation: 15_000, expect: 5000, end: Number.POSITIVE_INFINITY, all: Number.POSITIVE_INFINITY };
/** The limit of a call; the host lengthens it in a run that lacked a processor (call_timing.py). */
export const within = (timeout: number | undefined, usual: number): number =>
  Math.max(1, Math.min(timeout === undefined || timeout <= 0 ? usual : timeout, limits.end - performance.now()));

/** Time that counts, in ms: wall time, or in a run that lacked a processor before what the host says. */
const counted = async (): Promise<number> => (pace.stretch === 1 ? performance.now() : (await call("clock", "now", {}, 1)).value);

/** Tells how much of this time is left. */
export async function timeLeft(ms: number): Promise<() => Promise<number>> {
  const end = (await counted()) + ms;
  return async () => (performance.now() >= limits.end ? -1 : end - (await counted()));
}

/** An object of the driver: page, frame, handle, dialog. */
export class Remote extends Emitter {
  constructor(readonly guid: string, protected initializer: any) { super(); }

  send(method: string, params: object = {}, timeout?: number): Promise<any> {
    return call(this.guid, method, params, within(timeout, limits.action));
  }
  happened(_method: string, _params: any): void {}
}

/** Waits for the next matching event. Throws at the time limit. */
export function waitFor(source: Emitter, event: string, options: any = {}): Promise<any> {
  const { predicate, timeout } = typeof options === "function" ? { predicate: options, timeout: undefined } : options ?? {};
  const limit = within(timeout, limits.navigation);
  const left = timeLeft(limit);
  return new Promise((resolve, reject) => {
    const giveUp = async (): Promise<void> => {
      const rest = pace.stretch === 1 ? 0 : Math.min(await (await left)(), limits.end - performance.now());
      if (rest > 0) late = setTimeout(giveUp, rest);
      else {
        source.off(event, listener);
        reject(new TimeoutError(`Timeout ${Math.round(limit)}ms exceeded while waiting for event "${event}"`));
      }
    };
    let late = setTimeout(giveUp, limit);
    const listener = async (value: unknown): Promise<void> => {
      if (predicate && !(await predicate(value))) return;
      clearTimeout(late);
      source.off(event, listener);
      resolve(value);
    };
    source.on(event, listener);
  });
}
