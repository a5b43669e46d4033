import { useEffect, useReducer } from "react";

export default function useOnline() {
  const [, update] = useReducer((n: number) => n + 1, 0);
  useEffect(() => {
    const types = ["online", "offline"];
    types.forEach((type) => window.addEventListener(type, update));
    return () => types.forEach((type) => window.removeEventListener(type, update));
  }, []);
  return navigator.onLine;
}
