import { useEffect } from "react";

export function useKeys(listener: (event: Event) => void) {
  useEffect(() => {
    document.addEventListener("keydown", listener);
    window.addEventListener("resize", listener);
    return () => {
      document.removeEventListener("keydown", listener);
      window.removeEventListener("resize", listener);
    };
  }, [listener]);
}
