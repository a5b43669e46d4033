import React, { useEffect } from "react";

interface Options {
  name?: string;
  log?: (message: string) => void;
}

export const withLogging =
  ({ name, log = (message) => console.log(message) }: Options = {}) =>
  <P extends object>(Component: React.ComponentType<P>) => {
    const title = name ?? Component.displayName ?? Component.name;
    return function Logged(props: P) {
      useEffect(() => {
        log(`${title} mounted`);
        return () => log(`${title} unmounted`);
      }, []);
      return <Component {...props} />;
    };
  };
