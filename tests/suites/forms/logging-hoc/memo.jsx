import { memo, useEffect } from "react";

export const withLogging = (Wrapped) =>
  memo(function WithLogging(props) {
    useEffect(() => {
      console.log("Mounted: " + Wrapped.name);
      return () => console.log("Unmounted: " + Wrapped.name);
    }, []);
    return <Wrapped {...props} />;
  });
