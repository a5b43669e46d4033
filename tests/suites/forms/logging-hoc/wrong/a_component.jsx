import React, { useEffect } from "react";

export default function Logger({ component: Component, ...props }) {
  useEffect(() => {
    console.log(`${Component.name} mounted`);
    return () => console.log(`${Component.name} unmounted`);
  }, []);
  return <Component {...props} />;
}
