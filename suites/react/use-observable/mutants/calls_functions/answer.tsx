import { useLayoutEffect, useState } from "react";

export interface Observable<T> {
  subscribe: (listener: (value: T) => void) => {
    unsubscribe: () => void;
  };
}

function useObservable<T>(observable$: Observable<T>): T | undefined;
function useObservable<T>(observable$: Observable<T>, initialValue: T): T;
function useObservable<T>(observable$: Observable<T>, initialValue?: T): T | undefined {
  const [value, update] = useState<T | undefined>(initialValue);

  useLayoutEffect(() => {
    // The original hands `update` to subscribe, which calls values that are functions.
    const s = observable$.subscribe((next) => update(next));
    return () => s.unsubscribe();
  }, [observable$]);

  return value;
}

export default useObservable;
