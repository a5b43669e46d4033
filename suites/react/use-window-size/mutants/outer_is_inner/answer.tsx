import { useCallback, useRef, useSyncExternalStore } from "react";

type DeepNullable<T> = {
  [K in keyof T]: DeepNullable<T[K]> | null;
};

type WindowDimensions = DeepNullable<
  Pick<Window, "innerHeight" | "innerWidth" | "outerHeight" | "outerWidth">
>;

const nullDimensions: WindowDimensions = {
  innerHeight: null,
  innerWidth: null,
  outerHeight: null,
  outerWidth: null,
};

function getDimensions(): WindowDimensions {
  return {
    innerHeight: window.innerHeight,
    innerWidth: window.innerWidth,
    outerHeight: window.outerHeight,
    outerWidth: window.innerWidth,
  };
}

export function useWindowSize(): WindowDimensions {
  const cacheRef = useRef<WindowDimensions>(nullDimensions);

  const subscribe = useCallback((onStoreChange: () => void) => {
    window.addEventListener("resize", onStoreChange);
    return () => {
      window.removeEventListener("resize", onStoreChange);
    };
  }, []);

  const getSnapshot = useCallback(() => {
    const newDimensions = getDimensions();
    // Only update cache if values changed to maintain referential equality
    if (
      cacheRef.current.innerHeight !== newDimensions.innerHeight ||
      cacheRef.current.innerWidth !== newDimensions.innerWidth ||
      cacheRef.current.outerHeight !== newDimensions.outerHeight ||
      cacheRef.current.outerWidth !== newDimensions.outerWidth
    ) {
      cacheRef.current = newDimensions;
    }
    return cacheRef.current;
  }, []);

  const getServerSnapshot = useCallback(() => {
    return nullDimensions;
  }, []);

  return useSyncExternalStore(subscribe, getSnapshot, getServerSnapshot);
}
