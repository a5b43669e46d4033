import { ComponentType, useEffect } from "react";

export function withLogging<P extends object>(Component: ComponentType<P>): ComponentType<P> {
  const name = Component.displayName || Component.name || "Component";
  function WithLogging(props: P) {
    useEffect(() => {
      console.log(`${name} mounted`);
      return () => console.log(`${name} unmounted`);
    });
    return <Component {...props} />;
  }
  WithLogging.displayName = `WithLogging(${name})`;
  return WithLogging;
}
