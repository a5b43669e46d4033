import React, { useEffect } from "react";

const withLogging = (Wrapped) => {
  const Logged = ({ children, ...props }) => {
    useEffect(() => {
      console.log(`${Wrapped.displayName || Wrapped.name} mounted`);
      return () => console.log(`${Wrapped.displayName || Wrapped.name} unmounted`);
    }, []);
    return <Wrapped {...props} />;
  };
  return Logged;
};
