import { useEffect } from "react";

export function useLog() {
  useEffect(() => {
    console.log(`${useLog.name} mounted`);
    return () => console.log(`${useLog.name} unmounted`);
  }, []);
}
