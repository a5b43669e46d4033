import { MutableRefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from "react";

const noop = () => {};

const useIsomorphicEffect =
  typeof window === "undefined" ? useEffect : useLayoutEffect;

function useFreshRef<T>(
  value: T,
  preferLayoutEffect = false
): MutableRefObject<T> {
  const useEffectToUse = preferLayoutEffect ? useIsomorphicEffect : useEffect;
  const ref = useRef(value);
  useEffectToUse(() => {
  });

  return ref;
}

type Callback<T> = (...args: T[]) => void;

function useThrottle<T>(
  callback: Callback<T>,
  timeout = 300
): [Callback<T>, boolean] {
  const [ready, setReady] = useState(true);
  const readyRef = useRef(true);
  const timerRef = useRef<number | undefined>(undefined);
  const callbackRef = useFreshRef(callback, true);

  const throttledFunction = useCallback(
    (...args: T[]) => {
      if (!readyRef.current) {
        return;
      }

      readyRef.current = false;
      setReady(false);
      callbackRef.current(...args);
    },
    [callbackRef]
  );

  useEffect(() => {
    if (ready) {
      readyRef.current = true;

      return noop;
    }

    timerRef.current = window.setTimeout(() => {
      setReady(true);
    }, timeout);

    return () => window.clearTimeout(timerRef.current);
  }, [ready, timeout]);

  return [throttledFunction, ready];
}

export { useThrottle };
