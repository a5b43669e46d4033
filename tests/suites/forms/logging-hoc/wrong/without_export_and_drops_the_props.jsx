import React, { useEffect } from "react";

const withLogging = (Wrapped) => {
  const Logged = (props) => {
    useEffect(() => {
      console.log(`${Wrapped.displayName || Wrapped.name} mounted`);
      return () => console.log(`${Wrapped.displayName || Wrapped.name} unmounted`);
    }, []);
    return <Wrapped />;
  };
  return Logged;
};
