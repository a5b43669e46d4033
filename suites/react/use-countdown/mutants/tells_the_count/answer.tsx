import { MutableRefObject, useEffect, useLayoutEffect, useRef, useState } from "react";

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
        window.clearInterval(interval);
      };
    }

    return noop;
  }, [when, intervalDurationMs, startImmediate]);
}

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

type CountdownOptions = {
  interval?: number;
  onDown?: (restTime: number, newTime: Date) => void;
  onEnd?: (newTime: Date) => void;
};

function useCountdown(endTime: Date, options: CountdownOptions = {}): number {
  const { interval = 1_000, onDown, onEnd } = options;
  const [time, setTime] = useState<Date>(() => new Date());
  const endTimeMs = endTime.getTime();
  const restTime = endTimeMs - time.getTime();
  const count = restTime > 0 ? Math.ceil(restTime / interval) : 0;
  const endedAtRef = useRef<number | null>(null);
  const onEndRef = useFreshRef(onEnd);

  useIntervalWhen(onTick, interval, count > 0, true);

  useEffect(() => {
    if (
      Number.isFinite(endTimeMs) &&
      endTimeMs <= Date.now() &&
      endedAtRef.current !== endTimeMs
    ) {
      endedAtRef.current = endTimeMs;
      onEndRef.current?.(new Date());
    }
  }, [endTimeMs, onEndRef]);

  return count;

  function onTick() {
    const newTime = new Date();
    const newRestTime = endTimeMs - newTime.getTime();

    if (newRestTime <= 0) {
      if (endedAtRef.current !== endTimeMs) {
        endedAtRef.current = endTimeMs;
        onEnd?.(newTime);
      }

      setTime(endTime);

      return;
    }

    if (onDown) {
      onDown(Math.ceil(newRestTime / interval), newTime);
    }

    setTime(newTime);
  }
}

export { useCountdown };
