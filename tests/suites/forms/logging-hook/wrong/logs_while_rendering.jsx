import { useEffect } from "react";

export function useLog(name) {
  console.log(`${name} mounted`);
  useEffect(() => () => console.log(`${name} unmounted`), [name]);
}
