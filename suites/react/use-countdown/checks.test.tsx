import * as answer from "./answer";
import { act, renderHook } from "@testing-library/react";
import { pickExport } from "bakeoff";

const useCountdown: any = pickExport(answer as any, { name: "useCountdown", like: /^use[A-Z]/ });

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const START = 1_700_000_000_000;
beforeEach(() => {
  vi.setSystemTime(START);
});
const end = (ms: number) => new Date(START + ms);
const wait = (ms: number) => act(() => void vi.advanceTimersByTime(ms));

test("counts down by seconds", () => {
  const endTime = end(3000);
  const { result } = renderHook(() => useCountdown(endTime));
  expect(result.current).toBe(3);
  wait(1010);
  expect(result.current).toBe(2);
  wait(1000);
  expect(result.current).toBe(1);
  wait(1000);
  expect(result.current).toBe(0);
  wait(5000);
  expect(result.current).toBe(0);
  expect(vi.getTimerCount()).toBe(0);
});

test("rounds up", () => {
  const endTime = end(2500);
  expect(renderHook(() => useCountdown(endTime)).result.current).toBe(3);
});

test("counts in the interval it is given", () => {
  const endTime = end(2000);
  const { result } = renderHook(() => useCountdown(endTime, { interval: 500 }));
  expect(result.current).toBe(4);
  wait(510);
  expect(result.current).toBe(3);
});

test("is 0 for a time that is over", () => {
  const endTime = end(-4000);
  expect(renderHook(() => useCountdown(endTime)).result.current).toBe(0);
});

test.each([0, 4000])("tells once of an end %d ms before the start", (ms) => {
  const endTime = end(-ms);
  const [onDown, onEnd] = [vi.fn(), vi.fn()];
  const { rerender } = renderHook(() => useCountdown(endTime, { onDown, onEnd }));
  rerender();
  wait(3000);
  expect(onEnd).toHaveBeenCalledTimes(1);
  expect(onEnd.mock.calls[0][0]).toBeInstanceOf(Date);
  expect(onDown).not.toHaveBeenCalled();
});

test("tells of each count, and once of the end", () => {
  const endTime = end(2500);
  const rests: number[] = [];
  const ends: any[] = [];
  const onDown = (rest: number, now: Date) => {
    expect(rest).toBe(endTime.getTime() - now.getTime());
    rests.push(rest);
  };
  renderHook(() => useCountdown(endTime, { onDown, onEnd: (now: any) => ends.push(now) }));
  wait(2400);
  expect(ends).toEqual([]);
  expect(rests).toContain(1500);
  expect(rests).toContain(500);
  wait(3000);
  expect(ends).toHaveLength(1);
  expect(ends[0]).toBeInstanceOf(Date);
  expect(rests.every((rest) => rest >= 0)).toBe(true);
});

test("a count at the end is the end", () => {
  const endTime = end(3000);
  const [onDown, onEnd] = [vi.fn(), vi.fn()];
  renderHook(() => useCountdown(endTime, { onDown, onEnd }));
  for (let i = 0; i < 5; i++) wait(1000);
  expect(onEnd).toHaveBeenCalledTimes(1);
  expect(onDown.mock.calls.every(([rest]) => rest > 0)).toBe(true);
});

test("leaves no timer", () => {
  const endTime = end(2500);
  const { unmount } = renderHook(() => useCountdown(endTime));
  unmount();
  expect(vi.getTimerCount()).toBe(0);
});
