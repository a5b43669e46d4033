import { RefObject, useCallback, useEffect, useMemo, useRef } from "react";

const doesIdentifierMatchKeyboardEvent = (
  error: KeyboardEvent,
  identifier: number | string
): boolean => {
  if (
    error.key === identifier ||
    error.code === identifier ||
    error.keyCode === identifier ||
    error.which === identifier ||
    error.charCode === identifier
  ) {
    return true;
  }

  return false;
};

const noop = () => {};

type TrackedKeyEvents = "keydown" | "keypress" | "keyup";

type Options = {
  eventTypes?: TrackedKeyEvents[];
  target?: RefObject<HTMLElement>;
  when?: boolean;
};

type Callback = (event: KeyboardEvent) => void;

const defaultOptions = {
  eventTypes: ["keydown"],
  when: true,
};

function useKey(
  keys: Array<number | string> | number | string,
  callback: (event: KeyboardEvent) => void,
  options?: Options
): void {
  const keyList: Array<number | string> = useMemo(() => {
    if (Array.isArray(keys)) {
      return keys;
    } else {
      return [keys];
    }
  }, [keys]);
  const internalOptions = useMemo(() => {
    return { ...defaultOptions, ...options };
  }, [options]);
  const { when, eventTypes } = internalOptions;
  const callbackRef = useRef<Callback>(callback);
  const { target } = internalOptions;

  useEffect(() => {
    callbackRef.current = callback;
  });

  const handle = useCallback(
    (event: KeyboardEvent) => {
      if (
        keyList.some((identifier) =>
          doesIdentifierMatchKeyboardEvent(event, identifier)
        )
      ) {
        callbackRef.current(event);
      }
    },
    [keyList]
  );

  useEffect(() => {
    if (when && typeof window !== "undefined") {
      // If target is defined by the user
      if (target) {
        const targetNode = target.current;
        if (targetNode) {
          for (const eventType of eventTypes) {
            targetNode.addEventListener(eventType, handle as EventListener);
          }

          return () => {
            for (const eventType of eventTypes) {
              targetNode.removeEventListener(eventType, handle as EventListener);
            }
          };
        }
      } else {
        for (const eventType of eventTypes) {
          window.addEventListener(eventType, handle as EventListener);
        }

        return () => {
          for (const eventType of eventTypes) {
            window.removeEventListener(eventType, handle as EventListener);
          }
        };
      }
    }

    return noop;
  }, [when, eventTypes, keyList, target, callback, handle]);
}

export { useKey };
