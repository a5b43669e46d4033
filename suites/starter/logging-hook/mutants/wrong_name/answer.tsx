import { useEffect } from "react";

export function useLogLifecycle(componentName: string): void {
  useEffect(() => {
    console.log("Component mounted");
    return () => console.log("Component unmounted");
  }, [componentName]);
}
