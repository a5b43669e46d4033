import React, { useEffect } from "react";

const withLogging = (Wrapped) => {
  const WithLogging = (props) => {
    useEffect(() => {
      console.log(`${Wrapped.displayName || Wrapped.name} mounted`);
      return () => console.log(`${Wrapped.displayName || Wrapped.name} unmounted`);
    }, []);
    return <Wrapped {...props} />;
  };
  return WithLogging;
};

const MyComponent = () => <h1>hello</h1>;

export default withLogging(MyComponent);
