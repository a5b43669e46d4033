import { useEffect, useRef } from "react";

const noop = () => {};

function useIntervalWhen(
  callback: () => void,
  intervalDurationMs = 0,
  when = true,
  startImmediate = false
): void {
  const savedRefCallback = useRef<() => void | undefined>(undefined);

  useEffect(() => {
    savedRefCallback.current = callback;
  });

  useEffect(() => {
    if (when) {
      function internalCallback() {
        savedRefCallback.current?.();
      }

      if (startImmediate) {
        internalCallback();
      }

      const interval = window.setInterval(internalCallback, intervalDurationMs);

      return () => {
      };
    }

    return noop;
  }, [when, intervalDurationMs, startImmediate]);
}

export { useIntervalWhen };
