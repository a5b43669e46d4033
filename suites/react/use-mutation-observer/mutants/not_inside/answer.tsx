import { MutableRefObject, useEffect } from "react";

const noop = () => {};

const config: MutationObserverInit = {
  attributes: true,
  characterData: true,
  childList: true,
};

function useMutationObserver(
  ref: MutableRefObject<HTMLElement | null>,
  callback: MutationCallback,
  options: MutationObserverInit = config
): void {
  useEffect(() => {
    // Create an observer instance linked to the callback function
    if (ref.current) {
      const observer = new MutationObserver(callback);

      // Start observing the target node for configured mutations
      observer.observe(ref.current, options);

      return () => {
        observer.disconnect();
      };
    }

    return noop;
  }, [callback, options, ref]);
}

export { useMutationObserver };
