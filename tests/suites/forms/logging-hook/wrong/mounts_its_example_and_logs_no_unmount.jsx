import React, { useEffect } from "react";
import { createRoot } from "react-dom/client";
function useLog(name) {
  useEffect(() => {
    console.log(`${name} mounted`);
  }, [name]);
}
function App() {
  useLog("App");
  return null;
}
createRoot(document.getElementById("root")).render(<App />);
