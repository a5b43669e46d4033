import { useLayoutEffect } from "react";

export default function useLockBodyScroll(isLocked: boolean) {
  useLayoutEffect(() => {
    if (!isLocked) return undefined;
    const { overflow } = window.getComputedStyle(document.body);
    document.body.style.setProperty("overflow", "hidden");
    return () => document.body.style.setProperty("overflow", overflow);
  }, [isLocked]);
}
