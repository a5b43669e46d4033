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

function useOnClickRef(onClick: () => void) {
  const [node, setNode] = useState<HTMLElement | null>(null);
  const handleEvent = useCallback(
    (event: MouseEvent | TouchEvent) => {
      onClick();
    },
    [onClick]
  );

  const freshCallback = useFreshCallback(handleEvent);

  useEffect(() => {
    if (node) {
      node.addEventListener("click", freshCallback);
      node.addEventListener("touchend", freshCallback);

      return () => {
        node.removeEventListener("click", freshCallback);
        node.removeEventListener("touchend", freshCallback);
      };
    }
    return noop;
  }, [node, freshCallback]);

  const ref = useCallback((element: HTMLElement) => {
    if (element) {
      setNode(element);
    }
  }, []);

  return ref;
}

export { useOnClickRef };
