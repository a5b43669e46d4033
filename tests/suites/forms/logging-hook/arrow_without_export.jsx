import { useEffect } from "react";

const useLog = (name) => {
  useEffect(() => {
    console.log(`${name} mounted`);
    return () => console.log(`${name} unmounted`);
  }, [name]);
};
