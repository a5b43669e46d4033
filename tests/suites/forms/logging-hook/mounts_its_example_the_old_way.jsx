import React, { useEffect } from "react";
import ReactDOM from "react-dom";

export const useLog = (name) => {
  useEffect(() => {
    console.log(`${name} mounted`);
    return () => console.log(`${name} unmounted`);
  }, [name]);
};

const App = () => {
  useLog("App");
  return null;
};

ReactDOM.render(<App />, document.getElementById("root"));
