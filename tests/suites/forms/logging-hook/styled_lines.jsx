import { useEffect } from "react";

export const useDebugLog = (name) => {
  useEffect(() => {
    console.log(`%c${name} mounted`, "color: green");
    return () => console.log(`%c${name} unmounted`, "color: red");
  }, [name]);
};
