import React, { useEffect, useRef } from 'react';

const useMountLogger = (name) => {
  const logged = useRef(name);
  useEffect(() => {
    console.log(`[${logged.current}] did mount`);
    return () => {
      console.log(`[${logged.current}] will unmount`);
    };
  }, []);
};

const App = () => {
  useMountLogger('App');
  return <div>Hello</div>;
};

export default App;
