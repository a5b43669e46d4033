import { useEffect, useState } from "react";

export function useDocumentVisibilityState() {
  const [state, setState] = useState("visible");
  useEffect(() => {
    const update = () => setState(document.visibilityState);
    document.addEventListener("visibilitychange", update);
    return () => document.removeEventListener("visibilitychange", update);
  }, []);
  return state;
}
