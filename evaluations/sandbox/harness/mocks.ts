/** `vi` and `jest`: spies of @vitest/spy, timers of @sinonjs/fake-timers. */
import { fn, isMockFunction, mocks, spyOn as spy } from "@vitest/spy";
import type { Clock, withGlobal } from "@sinonjs/fake-timers";
import { timed } from "./globals";
import { pace } from "./time-stretch";
import { allow, safe } from "./builtins-guard";
import { apply, bare, defineProperty, deleteProperty, forEachOfSet, getOwnPropertyDescriptor, hasOwn, heard, newList, newPromise, own, setOwn } from "./primordials";

let timers: ReturnType<typeof withGlobal>;
/** Fake timers, which are loaded before the candidate runs. */
export function bringTimers(make: typeof withGlobal | undefined): void {
  if (make) timers = make(globalThis as never);
}
let clock: Clock | null = null;
/**
 * Installing or restoring a check's spy is not tampering. A method that the owner only inherits is copied to it first: a spy keeps its
 * method's attributes, and a locked one could neither be spied on again nor be restored.
 */
const spyOn = (owner: object, key: never, access?: never): any => {
  const isInherited = !access && !hasOwn(owner, key) && typeof owner[key] === "function";
  if (isInherited) defineProperty(owner, key, { value: owner[key], writable: true, enumerable: true, configurable: true });
  const made: any = access ? spy(owner as never, key, access) : spy(owner as never, key);
  const restore = made.mockRestore;
  made.mockRestore = () => {
    apply(restore, made, []);
    if (isInherited) deleteProperty(owner, key);
    allow(owner, key);
  };
  allow(owner, key);
  return made;
};
const stubbed = newList<{ key: PropertyKey; before: PropertyDescriptor | undefined }>();
const FAKED: any[] = timed.filter((name) => hasOwn(globalThis, name));
const { now } = Date;
let around = (advance: () => void): void => advance();
/** Wraps every step of faked time. In the page lane React finishes inside it. */
export function wrapSteps(wrapper: (advance: () => void) => void): void {
  around = wrapper;
}
const step = (advance: (clock: Clock) => unknown): unknown => { const faked = need(); around(() => { advance(faked); }); return api; };
const stepLater = async (advance: (clock: Clock) => Promise<unknown>): Promise<unknown> => { await heard(advance(need())); return api; };
const need = (): Clock => {
  if (!clock) throw new safe.Error("Timers are not faked: call useFakeTimers() first.");
  return clock;
};
const all = (method: "mockClear" | "mockReset" | "mockRestore") => () => { forEachOfSet(mocks, (mock: any) => mock[method]()); return api; };

/** The API, with the parts that depend on the case. Runs before a candidate. */
export function mockApi(registerMock: (name: string, factory: unknown) => void, requireActual: (name: string) => unknown): any {
  Object.assign(api, {
    mock: (name: string, factory: unknown) => { registerMock(name, factory); return api; },
    doMock: (name: string, factory: unknown) => { registerMock(name, factory); return api; },
    unmock: (name: string) => { registerMock(name, null); return api; },
    requireActual, importActual: async (name: string) => requireActual(name), requireMock: requireActual,
  });
  return api;
}

export const api: any = {
  fn, spyOn, isMockFunction, mocked: (value: unknown) => value,
  clearAllMocks: all("mockClear"), resetAllMocks: all("mockReset"), restoreAllMocks: all("mockRestore"),
  resetModules: () => api, setTimeout: () => api, hoisted: (make: () => unknown) => make(),
  useFakeTimers: (options?: any) => {
    clock?.uninstall();
    clock = timers.install({ toFake: FAKED, now: options?.now ?? now() });
    allow(globalThis, "Date");
    return api;
  },
  useRealTimers: () => { clock?.uninstall(); clock = null; allow(globalThis, "Date"); return api; },
  isFakeTimers: () => clock !== null,
  advanceTimersByTime: (ms: number) => step((faked) => faked.tick(ms)),
  advanceTimersByTimeAsync: (ms: number) => stepLater((faked) => faked.tickAsync(ms)),
  advanceTimersToNextTimer: () => step((faked) => faked.next()),
  runAllTimers: () => step((faked) => faked.runAll()),
  runAllTimersAsync: () => stepLater((faked) => faked.runAllAsync()),
  runOnlyPendingTimers: () => step((faked) => faked.runToLast()),
  runOnlyPendingTimersAsync: () => stepLater((faked) => faked.runToLastAsync()),
  runAllTicks: () => { need().runMicrotasks(); return api; },
  clearAllTimers: () => { need().reset(); return api; },
  getTimerCount: () => need().countTimers(),
  setSystemTime: (time: number | Date) => { need().setSystemTime(time); return api; },
  getRealSystemTime: () => safe.now(),
  stubGlobal: (key: PropertyKey, value: unknown) => {
    if (!isStubbed(key)) stubbed[stubbed.length] = bare({ key, before: getOwnPropertyDescriptor(globalThis, key) });
    defineProperty(globalThis, key, bare({ value, writable: true, configurable: true, enumerable: true }));
    allow(globalThis, key);
    return api;
  },
  unstubAllGlobals: () => {
    for (let i = 0; i < stubbed.length; i++) {
      const { key, before } = stubbed[i];
      if (before) defineProperty(globalThis, key, before);
      else deleteProperty(globalThis, key);
      allow(globalThis, key);
    }
    stubbed.length = 0;
    return api;
  },
  waitFor: (attempt: () => unknown, options: { timeout?: number; interval?: number } = {}) =>
    own(waitFor(attempt, safe.now() + (options.timeout ?? 1000) * pace.stretch, options.interval ?? 50)),
};

setOwn(api, "then", undefined); // otherwise a promise that resolves to it would use `then` of a shared prototype

function isStubbed(key: PropertyKey): boolean {
  for (let i = 0; i < stubbed.length; i++) if (stubbed[i].key === key) return true;
  return false;
}

/** Calls it until it no longer throws. */
async function waitFor(attempt: () => unknown, end: number, intervalMs: number): Promise<unknown> {
  for (;;) {
    try {
      const { value } = await heard(attempt());
      return value;
    } catch (error) {
      if (safe.now() > end) throw error;
      await newPromise<void>((resolve) => safe.setTimeout(resolve, intervalMs));
    }
  }
}
