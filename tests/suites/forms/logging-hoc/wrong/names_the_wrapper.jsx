import React, { useEffect } from "react";

const withLogging = (Wrapped) => {
  const Logged = (props) => {
    useEffect(() => {
      console.log(`${"Logged"} mounted`);
      return () => console.log(`${"Logged"} unmounted`);
    }, []);
    return <Wrapped {...props} />;
  };
  return Logged;
};

export default withLogging;
