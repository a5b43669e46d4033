import React from "react";

function withLoggingHook<T extends object>(WrappedComponent: React.ComponentType<T>, componentName: string) {
  const WithLogging = (props: T) => {
    React.useEffect(() => {
      console.log(`${componentName} is mounted`);
      return () => {
        console.log(`${componentName} is unmounted`);
      };
    }, []);
    return <WrappedComponent {...props} />;
  };
  WithLogging.displayName = `WithLogging(${getDisplayName(WrappedComponent)})`;
  return WithLogging;
}

function getDisplayName<T>(WrappedComponent: React.ComponentType<T>) {
  return WrappedComponent.displayName || WrappedComponent.name || "Component";
}
