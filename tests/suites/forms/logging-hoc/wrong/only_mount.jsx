import React, { useEffect } from "react";

const withLogging = (Wrapped) => {
  const Logged = (props) => {
    useEffect(() => {
      console.log(`${Wrapped.displayName || Wrapped.name} mounted`);
    }, []);
    return <Wrapped {...props} />;
  };
  return Logged;
};

const Hello = () => <p>hello</p>;
export const LoggedHello = withLogging(Hello);
