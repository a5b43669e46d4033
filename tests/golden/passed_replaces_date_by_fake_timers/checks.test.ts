import { at } from "./candidate";
test("at", () => { vi.useFakeTimers({ now: 5 }); expect(at()).toBe(5); vi.setSystemTime(7); expect(new Date().getTime()).toBe(7); vi.useRealTimers(); expect(at()).toBeGreaterThan(1e12); });
test("again", () => { vi.useFakeTimers({ now: 9 }); expect(at()).toBe(9); vi.useFakeTimers({ now: 10 }); expect(at()).toBe(10); vi.useRealTimers(); });
