import { useEffect } from "react";

export function useLogLifecycle(componentName: string): void {
  useEffect(() => {
    console.log(`${componentName} mounted`);
    return () => console.log(`${componentName} unmounted`);
  });
}
