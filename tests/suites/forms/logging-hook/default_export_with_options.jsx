import { useEffect } from "react";

export default function useLifecycleLog({ componentName }) {
  useEffect(() => {
    console.info("Component mounted: ", componentName);
    return () => console.info("Component unmounted: ", componentName);
  }, []);
}
