import { useEffect, useReducer } from "react";

const DEFAULTS = { laptopL: 1440, laptop: 1024, tablet: 768 };

export function createBreakpoint(breakpoints: Record<string, number> = DEFAULTS) {
  const descending = Object.keys(breakpoints).sort((a, b) => breakpoints[b] - breakpoints[a]);
  return function useBreakpoint(): string {
    const [, refresh] = useReducer((n: number) => n + 1, 0);
    useEffect(() => {
      const controller = new AbortController();
      window.addEventListener("resize", refresh, { signal: controller.signal });
      return () => controller.abort();
    }, []);
    return descending.find((name) => window.innerWidth >= breakpoints[name]) ?? descending[descending.length - 1];
  };
}
