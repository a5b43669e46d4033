import { MutableRefObject, useCallback, useEffect, useLayoutEffect, useRef } from "react";

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
    ref.current = value;
  });

  return ref;
}

type LegacyCallbackType<T, R> = (...args: T[]) => R;

type CallbackType<Args extends unknown[], R> = (...args: Args) => R;

function useFreshCallback<T, R = void>(
  callback: LegacyCallbackType<T, R>
): LegacyCallbackType<T, R>;

function useFreshCallback<Args extends unknown[], R = void>(
  callback: CallbackType<Args, R>
): CallbackType<Args, R>;

function useFreshCallback(
  callback: (...args: any[]) => any
): (...args: any[]) => any {
  const freshRef = useFreshRef(callback);
  const tick = useCallback(
    (...args: any[]) => {
      return freshRef.current(...args);
    },
    [freshRef]
  );

  return tick;
}

function useTimeoutWhen(
  callback: () => void,
  timeoutDelayMs = 0,
  when = true,
  key: string | number = 0
): void {
  const freshCallback = useFreshCallback(callback);

  useEffect(() => {
    if (when) {
      function internalCallback() {
        freshCallback();
      }
       
      if (typeof window !== "undefined") {
        const timeout = window.setTimeout(internalCallback, timeoutDelayMs);

        return () => {
          window.clearTimeout(timeout);
        };
      } else {
        console.warn("useTimeoutWhen: window is undefined.");
      }
    }

    return noop;
  }, [timeoutDelayMs, when, freshCallback]);
}

export { useTimeoutWhen };
