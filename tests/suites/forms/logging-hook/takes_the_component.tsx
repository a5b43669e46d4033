import * as React from "react";

export const useLogger = (component: { name: string; displayName?: string }) => {
  const name = component.displayName || component.name;
  React.useEffect(() => {
    console.log(`Mounting ${name}`);
    return () => console.log(`Unmounting ${name}`);
  }, [name]);
};
