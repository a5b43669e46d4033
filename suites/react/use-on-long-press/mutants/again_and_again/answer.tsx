import { MutableRefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from "react";

type HTMLElementOrNull = HTMLElement | null;

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

const noop = () => {};

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
        const timeout = window.setInterval(internalCallback, timeoutDelayMs);

        return () => {
          window.clearInterval(timeout);
        };
      } else {
        console.warn("useTimeoutWhen: window is undefined.");
      }
    }

    return noop;
  }, [timeoutDelayMs, when, key, freshCallback]);
}

interface LongPressOptions {
  onClick?: (e: MouseEvent | TouchEvent) => void;
  duration?: number;
}

const defaultOnClick = () => {};

const useOnLongPress = (
  callback: () => void,
  { onClick, duration = 300 }: LongPressOptions = {}
) => {
  const [targetNode, setTargetNode] = useState<HTMLElementOrNull>(null);

  const ref = useCallback((node: HTMLElement | null) => {
    setTargetNode(node);
  }, []);
  const [isPressing, setIsPressing] = useState(false);
  const freshCallback = useFreshCallback(callback);
  const freshClick = useFreshCallback(onClick ?? defaultOnClick);
  useTimeoutWhen(freshCallback, duration, isPressing);

  const start = useCallback((_: MouseEvent | TouchEvent) => {
    setIsPressing(true);
  }, []);

  const handleOnClick = useCallback(
    (event: MouseEvent | TouchEvent) => {
      setIsPressing(false);
      freshClick(event);
    },
    [freshClick]
  );

  useEffect(() => {
    if (targetNode) {
      targetNode.addEventListener("mousedown", start);
      targetNode.addEventListener("mouseup", handleOnClick);
      targetNode.addEventListener("mouseleave", handleOnClick);
      targetNode.addEventListener("touchstart", start);
      targetNode.addEventListener("touchend", handleOnClick);
      targetNode.addEventListener("touchcancel", handleOnClick);
    }

    return () => {
      if (targetNode) {
        targetNode.removeEventListener("mousedown", start);
        targetNode.removeEventListener("mouseup", handleOnClick);
        targetNode.removeEventListener("mouseleave", handleOnClick);
        targetNode.removeEventListener("touchstart", start);
        targetNode.removeEventListener("touchend", handleOnClick);
        targetNode.removeEventListener("touchcancel", handleOnClick);
      }
    };
  }, [start, handleOnClick, targetNode]);

  // clone ref
  return ref;
};

export { useOnLongPress };
