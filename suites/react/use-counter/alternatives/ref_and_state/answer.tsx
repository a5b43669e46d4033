import { useRef, useState } from "react";

const clamp = (value: number, max: number | null, min: number | null) => {
  if (max !== null && value > max) value = max;
  if (min !== null && value < min) value = min;
  return value;
};

export function useCounter(initialValue: number | (() => number) = 0, max: number | null = null, min: number | null = null) {
  const [, render] = useState({});
  const first = useRef<number | null>(null);
  if (first.current === null) first.current = clamp(typeof initialValue === "function" ? initialValue() : initialValue, max, min);
  const value = useRef(first.current);
  const set = (next: number | ((n: number) => number)) => {
    value.current = clamp(typeof next === "function" ? next(value.current) : next, max, min);
    render({});
  };
  const actions = {
    get: () => value.current,
    set,
    inc: (by = 1) => set(value.current + by),
    dec: (by = 1) => set(value.current - by),
    reset: (to?: number) => {
      if (to !== undefined) first.current = to;
      set(first.current!);
    },
  };
  return [value.current, actions] as const;
}
