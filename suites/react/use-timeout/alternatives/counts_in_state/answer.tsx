import { useCallback, useEffect, useRef, useState } from "react";

export const useTimeout = (ms = 0) => {
  const [, setPassed] = useState(0);
  const ready = useRef<boolean | null>(false);
  const timer = useRef<any>(undefined);

  const isReady = useCallback(() => ready.current, []);
  const cancel = useCallback(() => {
    clearTimeout(timer.current);
    ready.current = null;
  }, []);
  const reset = useCallback(() => {
    clearTimeout(timer.current);
    ready.current = false;
    timer.current = setTimeout(() => {
      ready.current = true;
      setPassed((n) => n + 1);
    }, ms);
  }, [ms]);

  useEffect(() => {
    reset();
    return () => clearTimeout(timer.current);
  }, [reset]);

  return [isReady, cancel, reset] as const;
};
