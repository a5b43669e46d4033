import { useLayoutEffect } from "react";

export function useMountLogger(componentName: string): void {
  useLayoutEffect(() => {
    console.log(`Component ${componentName} has mounted.`);
    return () => {
      console.log(`Component ${componentName} will unmount.`);
    };
  }, []);
}
