import { useEffect } from "react";

export default function Logger({ name }) {
  useEffect(() => {
    console.log(`${name} mounted`);
    return () => console.log(`${name} unmounted`);
  }, [name]);
  return null;
}
