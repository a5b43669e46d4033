import { useRef } from "react";

function useEffectOnceWhen(callback: () => void, when = true): void {
  const hasRunOnceRef = useRef(false);
  if (when && !hasRunOnceRef.current) {
    hasRunOnceRef.current = true;
    callback();
  }
}

export { useEffectOnceWhen };
