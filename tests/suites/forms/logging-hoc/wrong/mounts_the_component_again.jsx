import React, { useEffect } from "react";

export function withLogging(Component) {
  return function Logged(props) {
    const Inner = (innerProps) => {
      useEffect(() => {
        console.log(`${Component.name} mounted`);
        return () => console.log(`${Component.name} unmounted`);
      }, []);
      return <Component {...innerProps} />;
    };
    return <Inner {...props} />;
  };
}
