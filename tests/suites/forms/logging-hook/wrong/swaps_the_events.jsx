import { useEffect } from "react";

const useLog = (name) => {
  useEffect(() => {
    console.log(`${name} unmounted`);
    return () => console.log(`${name} mounted`);
  }, [name]);
};
