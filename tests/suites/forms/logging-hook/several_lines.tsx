import { useLayoutEffect } from "react";

export function useLog(name: string) {
  useLayoutEffect(() => {
    console.debug("Mounted");
    console.debug({ component: name });
    return () => {
      console.debug("Unmounted");
      console.debug({ component: name });
    };
  }, []);
}
