import { useEffect } from "react";

export function useLogLifecycle(componentName: string): void {
  useEffect(() => {
    console.log(`${componentName} mounted`);
    console.log(`${componentName} unmounted`);
  }, [componentName]);
}
