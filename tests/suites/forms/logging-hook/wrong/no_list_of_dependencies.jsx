import { useEffect } from "react";

export const useLog = (name) => {
  useEffect(() => {
    console.log(`${name} mounted`);
    return () => console.log(`${name} unmounted`);
  });
};
