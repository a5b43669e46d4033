import { useEffect, useLayoutEffect } from "react";
export const useLog = (name) => {
  useLayoutEffect(() => { console.log(`${name} mounted`); return () => console.log(`${name} unmounted`); }, []);
  useEffect(() => { console.log(`${name} mounted`); return () => console.log(`${name} unmounted`); }, []);
};
