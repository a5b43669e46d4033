import { useState } from "react";

type Options = { min?: number; max?: number; step?: number };

export function useCounter(initial = 0, { min = -Infinity, max = Infinity, step = 1 }: Options = {}) {
  const clamp = (n: number) => Math.min(max, Math.max(min, n));
  const [count, setCount] = useState(() => clamp(initial));
  return {
    count,
    increment: () => setCount(clamp(count + step)),
    decrement: () => setCount((n) => clamp(n - step)),
    reset: () => setCount(clamp(initial)),
  };
}
