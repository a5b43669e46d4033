import { useEffect } from "react";

export function useLog(name) {
  useEffect(() => {
    console.log(`${name} mounted`);
    window.addEventListener("beforeunload", () => console.log(`${name} unmounted`));
  }, [name]);
}
