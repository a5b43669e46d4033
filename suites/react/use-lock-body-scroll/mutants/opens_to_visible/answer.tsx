import { useEffect } from "react";

const noop = () => {};

function useLockBodyScroll(isLocked: boolean) {
  useEffect(() => {
    if (isLocked) {
      // Get the original body overflow value
      const originalOverflow = window.getComputedStyle(document.body).overflow;

      // Set overflow to hidden to lock the scroll
      document.body.style.overflow = "hidden";

      // Return a cleanup function that resets the overflow back to the original value
      return () => {
        document.body.style.overflow = "visible";
      };
    } else {
      return noop;
    }
  }, [isLocked]);
}

export { useLockBodyScroll };
