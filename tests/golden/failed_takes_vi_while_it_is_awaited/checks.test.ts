import { add } from "./candidate";
test("adds", async () => { vi.useFakeTimers(); await vi.advanceTimersByTimeAsync(5); vi.useRealTimers(); expect(JSON.stringify(add(2, 3))).toBe(JSON.stringify(5)); });
