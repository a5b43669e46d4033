/** `vi` and `jest`: spies of @vitest/spy, timers of @sinonjs/fake-timers. */
import { fn, isMockFunction, mocks, spyOn as spy } from "@vitest/spy";
import type { Clock, withGlobal } from "@sinonjs/fake-timers";
import { pace } from "./pace";
import { allow, safe } from "./plain";

let timers: ReturnType<typeof withGlobal>;
/** Fake timers, to be brought before the candidate comes. */
export function bringTimers(make: typeof withGlobal | undefined): void {
  if (make) timers = make(globalThis as never);
}
let clock: Clock | null = null;
/** A spy of a check is no tampering, nor is its end. */
const spyOn = (owner: object, key: never, access?: never): any => {
  const made: any = access ? spy(owner as never, key, access) : spy(owner as never, key);
  const restore = made.mockRestore.bind(made);
  made.mockRestore = () => { restore(); allow(owner, key); };
  allow(owner, key);
  return made;
};
const stubbed = new Map<PropertyKey, PropertyDescriptor | undefined>();
const FAKED: any[] = [
  "setTimeout", "clearTimeout", "setInterval", "clearInterval", "requestAnimationFrame", "cancelAnimationFrame", "requestIdleCallback",
  "cancelIdleCallback", "Date",
];
let around = (advance: () => void): void => advance();
/** What to wrap around every step of faked time; the page lane lets React finish in it. */
export function wrapSteps(wrapper: (advance: () => void) => void): void {
  around = wrapper;
}
const step = (advance: (clock: Clock) => unknown): unknown => { const faked = need(); around(() => { advance(faked); }); return api; };
const need = (): Clock => {
  if (!clock) throw new safe.Error("Timers are not faked: call useFakeTimers() first.");
  return clock;
};
const all = (method: "mockClear" | "mockReset" | "mockRestore") => () => { mocks.forEach((mock: any) => mock[method]()); return api; };

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
    clock = timers.install({ toFake: FAKED.filter((name) => name in globalThis), now: options?.now ?? Date.now() });
    allow(globalThis, "Date");
    return api;
  },
  useRealTimers: () => { clock?.uninstall(); clock = null; return api; },
  isFakeTimers: () => clock !== null,
  advanceTimersByTime: (ms: number) => step((faked) => faked.tick(ms)),
  advanceTimersByTimeAsync: async (ms: number) => { await need().tickAsync(ms); return api; },
  advanceTimersToNextTimer: () => step((faked) => faked.next()),
  runAllTimers: () => step((faked) => faked.runAll()),
  runAllTimersAsync: async () => { await need().runAllAsync(); return api; },
  runOnlyPendingTimers: () => step((faked) => faked.runToLast()),
  runOnlyPendingTimersAsync: async () => { await need().runToLastAsync(); return api; },
  runAllTicks: () => { need().runMicrotasks(); return api; },
  clearAllTimers: () => { need().reset(); return api; },
  getTimerCount: () => need().countTimers(),
  setSystemTime: (time: number | Date) => { need().setSystemTime(time); return api; },
  getRealSystemTime: () => safe.now(),
  stubGlobal: (key: PropertyKey, value: unknown) => {
    if (!stubbed.has(key)) stubbed.set(key, Object.getOwnPropertyDescriptor(globalThis, key));
    Object.defineProperty(globalThis, key, { value, writable: true, configurable: true, enumerable: true });
    allow(globalThis, key);
    return api;
  },
  unstubAllGlobals: () => {
    for (const [key, descriptor] of stubbed) {
      if (descriptor) Object.defineProperty(globalThis, key, descriptor);
      else Reflect.deleteProperty(globalThis, key);
      allow(globalThis, key);
    }
    stubbed.clear();
    return api;
  },
  waitFor: async (attempt: () => unknown, options: { timeout?: number; interval?: number } = {}) => {
    const end = safe.now() + (options.timeout ?? 1000) * pace.stretch;
    for (;;) {
      try {
        return await attempt();
      } catch (error) {
        if (safe.now() > end) throw error;
        await new safe.Promise((resolve) => safe.setTimeout(resolve, options.interval ?? 50));
      }
    }
  },
};
