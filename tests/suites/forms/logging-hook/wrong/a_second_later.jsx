import { useEffect } from "react";

export function useLog(name) {
  useEffect(() => {
    const timer = setTimeout(() => console.log(`${name} mounted`), 1000);
    return () => { clearTimeout(timer); console.log(`${name} unmounted`); };
  }, [name]);
}
