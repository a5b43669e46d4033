import { useEffect, useRef } from "react";

export const useLifecycleLogger = (name: string) => {
  const latest = useRef(name);
  latest.current = name;
  useEffect(() => {
    console.info("[mount]", latest.current);
    return () => console.info("[unmount]", latest.current);
  }, []);
};
