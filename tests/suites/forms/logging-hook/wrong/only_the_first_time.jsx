import { useEffect } from "react";

let isDone = false;
export function useLog(name) {
  useEffect(() => {
    if (isDone) return undefined;
    isDone = true;
    console.log(`${name} mounted`);
    return () => console.log(`${name} unmounted`);
  }, [name]);
}
