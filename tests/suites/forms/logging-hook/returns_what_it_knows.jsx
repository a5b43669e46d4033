import { useEffect, useRef } from "react";

export function useLifecycle({ name }) {
  const mountedAt = useRef(null);
  useEffect(() => {
    mountedAt.current = performance.now();
    console.log(`${name} was mounted`);
    return () => {
      console.log(`${name} was removed after ${Math.round(performance.now() - mountedAt.current)} ms`);
    };
  }, [name]);
  return mountedAt;
}
