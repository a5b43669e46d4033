import React, { useEffect } from "react";

function withLifecycleLogs(Target) {
  function Wrapper({ forwardedRef, ...rest }) {
    useEffect(() => {
      console.log(`${Target.name}: mounted`);
      return () => console.log(`${Target.name}: unmounted`);
    }, []);
    return <Target ref={forwardedRef} {...rest} />;
  }
  for (const key of Object.keys(Target)) Wrapper[key] = Target[key];
  return Wrapper;
}

export { withLifecycleLogs as default };
