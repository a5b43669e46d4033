import { useCallback, useEffect, useState, useSyncExternalStore } from "react";

export function useMedia(query: string, defaultState?: boolean) {
  const [isFirst, setFirst] = useState(defaultState !== undefined);
  const subscribe = useCallback(
    (changed: () => void) => {
      const list = window.matchMedia(query);
      list.addEventListener("change", changed);
      return () => list.removeEventListener("change", changed);
    },
    [query],
  );
  const matches = useSyncExternalStore(subscribe, () => window.matchMedia(query).matches);
  useEffect(() => setFirst(false), []);
  return isFirst ? defaultState : matches;
}
