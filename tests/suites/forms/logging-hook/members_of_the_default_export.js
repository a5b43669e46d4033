import { useEffect } from "react";

export default {
  useLogger(name) {
    useEffect(() => {
      console.log(`${name} mounted`);
      return () => console.log(`${name} unmounted`);
    }, [name]);
  },
};
