import { useEffect } from "react";

export default function useLog(component) {
  useEffect(() => {
    console.log({ component, event: "mount" });
    return () => console.log({ component, event: "unmount" });
  }, [component]);
}
