import { useEffect, useRef, useState, type DependencyList } from "react";

function useDisposable<T extends { [Symbol.dispose](): void }>(factory: () => T, deps: DependencyList = []): T {
  const resourceRef = useRef<T | null>(null);
  const [, forceUpdate] = useState(0);

  if (resourceRef.current === null) {
    resourceRef.current = factory();
  }

  useEffect(() => {
    if (resourceRef.current === null) {
      resourceRef.current = factory();
    }

    return () => {
      if (resourceRef.current !== null) {
        resourceRef.current[Symbol.dispose]();
        resourceRef.current = null;
      }
    };
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, deps);

  return resourceRef.current;
}

export { useDisposable };
