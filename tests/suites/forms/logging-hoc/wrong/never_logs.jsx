import React, { useEffect } from "react";

const withLogging = (Wrapped) => {
  const WithLogging = (props) => <Wrapped {...props} />;
  return WithLogging;
};

const MyComponent = () => <h1>hello</h1>;

export default withLogging(MyComponent);
