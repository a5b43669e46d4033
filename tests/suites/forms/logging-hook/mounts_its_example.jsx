import React, { useEffect } from "react";
import ReactDOM from "react-dom/client";

function useLog(name) {
  useEffect(() => {
    console.log(`${name} mounted`);
    return () => console.log(`${name} unmounted`);
  }, [name]);
}

function App() {
  useLog("App");
  return <h1>App</h1>;
}

ReactDOM.createRoot(document.getElementById("root")).render(<App />);
