import { useCallback, useEffect, useRef, type DependencyList } from "react";

type AsyncEffect<T> = (shouldContinueEffect: () => boolean) => Promise<T>;
type CleanupFunction<T> = (result: T | void) => void;

function useDebounce(callback: () => unknown, wait: number) {
  const freshCallback = useRef(callback);
  freshCallback.current = callback;
  const timer = useRef<ReturnType<typeof setTimeout>>();

  const debounced = () => {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => freshCallback.current(), wait);
  };
  debounced.cancel = () => clearTimeout(timer.current);

  return debounced;
}

function useDebouncedAsyncEffect<T>(
  effect: AsyncEffect<T>,
  deps: DependencyList,
  delay: number = 500,
  cleanup?: CleanupFunction<T>
): void {
  // Track call IDs to ensure we only process the latest async call
  const lastCallId = useRef(0);
  const isMounted = useRef(false);
  useEffect(() => {
    isMounted.current = true;
    return () => {
      isMounted.current = false;
    };
  }, []);
  const effectRef = useRef(effect);
  effectRef.current = effect;
  const resultRef = useRef<void | T>(undefined);

  // Create the async callback that will be debounced
  const asyncCallback = useCallback(async (): Promise<void | T> => {
    const callId = ++lastCallId.current;
    const shouldContinueEffect = () => {
      return isMounted.current && callId === lastCallId.current;
    };

    try {
      const result = await effectRef.current(shouldContinueEffect);
      if (shouldContinueEffect()) {
        resultRef.current = result;
      }
      return result;
    } catch (error) {
      if (shouldContinueEffect()) {
        throw error;
      }
    }
  }, []);

  // Debounce the async callback
  const debouncedAsyncCallback = useDebounce(asyncCallback, delay);

  const cleanupRef = useRef(cleanup);
  cleanupRef.current = cleanup;

  useEffect(() => {
    // Trigger the debounced async effect
    debouncedAsyncCallback();

    // Capture cleanup function at effect time
    const currentCleanup = cleanupRef.current;

    return () => {
      // Invalidate running work as soon as this generation ends.
      lastCallId.current += 1;
      debouncedAsyncCallback.cancel();

      const result = resultRef.current;
      resultRef.current = undefined;
      if (result !== undefined) currentCleanup?.(result);
    };
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, deps);
}

export { useDebouncedAsyncEffect };
