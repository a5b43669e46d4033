import React, { useEffect } from "react";
import { createRoot } from "react-dom/client";

const withLogging = (Wrapped) => {
  const HOC = (props) => {
    useEffect(() => {
      console.log(`${Wrapped.displayName || Wrapped.name} mounted`);
      return () => console.log(`${Wrapped.displayName || Wrapped.name} unmounted`);
    }, []);
    return <Wrapped {...props} />;
  };
  return HOC;
};

const App = withLogging(() => <main>app</main>);

createRoot(document.getElementById("root")).render(<React.StrictMode><App /></React.StrictMode>);
