import React, { useEffect } from 'react';

function withMountLog(Component) {
  return function Wrapped(props) {
    useEffect(() => {
      console.log(`${Component.name} mounted`);
      return () => { console.log(`${Component.name} unmounted`); };
    }, []);
    return React.createElement(Component, props);
  };
}

function Hello() {
  return <h1>Hello</h1>;
}

export default withMountLog(Hello);
