import { useEffect, useRef, type DependencyList, type EffectCallback } from "react";

function useDebounce(callback: () => void, wait: number) {
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

function useDebouncedEffect(effect: EffectCallback, deps: DependencyList, delay: number = 1000): void {
  const cleanupRef = useRef<void | (() => void)>(undefined);

  const wrappedEffect = () => {
    // Call cleanup from previous effect if it exists
    if (typeof cleanupRef.current === "function") {
      cleanupRef.current();
    }
    // Run the effect and store the new cleanup
    cleanupRef.current = effect();
  };

  const debouncedEffect = useDebounce(wrappedEffect, delay);

  useEffect(() => {
    debouncedEffect();

    return () => {
      // Cancel any pending debounced calls
      debouncedEffect.cancel();
      // Call cleanup if it exists (for when component unmounts)
      if (typeof cleanupRef.current === "function") {
        cleanupRef.current();
        cleanupRef.current = undefined;
      }
    };
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, deps);
}

export { useDebouncedEffect };
