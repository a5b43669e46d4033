import { useEffect, useLayoutEffect, useRef } from "react";

export const useKeys = (keysList: string[], callback: (event: KeyboardEvent) => void, { continuous = false, target, when = true }: any = {}) => {
  const held = useRef(new Set<string>());
  const latest = useRef<any>(null);
  useLayoutEffect(() => {
    latest.current = { keysList, callback, continuous };
  });

  useEffect(() => {
    if (!when) return;
    const node: any = target?.current ?? document;
    const controller = new AbortController();
    const namesOf = (event: KeyboardEvent) => latest.current.keysList.filter((key: string) => key === event.key || key === event.code);
    const down = (event: KeyboardEvent) => {
      const names = namesOf(event);
      names.forEach((name: string) => held.current.add(name));
      if (!names.length || !latest.current.keysList.every((key: string) => held.current.has(key))) return;
      if (!latest.current.continuous) names.forEach((name: string) => held.current.delete(name));
      latest.current.callback(event);
    };
    const up = (event: KeyboardEvent) => namesOf(event).forEach((name: string) => held.current.delete(name));
    node.addEventListener("keydown", down, { signal: controller.signal });
    node.addEventListener("keyup", up, { signal: controller.signal });
    return () => controller.abort();
  }, [when, target]);
};
