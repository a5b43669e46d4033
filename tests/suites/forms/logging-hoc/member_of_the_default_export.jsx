import React, { useEffect } from "react";

export default {
  withLogging: (Wrapped) =>
    function Logged(props) {
      useEffect(() => {
        console.log(`${Wrapped.name} mounted`);
        return () => console.log(`${Wrapped.name} unmounted`);
      }, []);
      return <Wrapped {...props} />;
    },
};
