import React, { useEffect } from "react";

const mountReporter = (Wrapped) => {
  const EnhancedComponent = (props) => {
    useEffect(() => {
      console.log(`${Wrapped.displayName || Wrapped.name} mounted`);
      return () => console.log(`${Wrapped.displayName || Wrapped.name} unmounted`);
    }, []);
    return <Wrapped {...props} />;
  };
  return EnhancedComponent;
};

const Hello = () => <p>hello</p>;
const Reported = mountReporter(Hello);

export default function App() {
  return <Reported />;
}
