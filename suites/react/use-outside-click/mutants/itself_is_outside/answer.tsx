import { MutableRefObject, useCallback, useEffect, useRef } from "react";

const noop = () => {};

function useOutsideClick(
  ref: MutableRefObject<HTMLElement | null>,
  handler: (event: MouseEvent | TouchEvent) => void,
  when = true
): void {
  const savedHandler =
    useRef<(event: MouseEvent | TouchEvent) => void>(handler);

  const memoizedCallback = useCallback(
    (event: MouseEvent | TouchEvent) => {
      if (
        ref.current &&
        event.target instanceof Node &&
        ref.current !== event.target
      ) {
        savedHandler.current(event);
      }
    },
    [ref]
  );

  useEffect(() => {
    savedHandler.current = handler;
  });

  useEffect(() => {
    if (when) {
      document.addEventListener("click", memoizedCallback, true);
      document.addEventListener("touchstart", memoizedCallback, true);

      return () => {
        document.removeEventListener("click", memoizedCallback, true);
        document.removeEventListener("touchstart", memoizedCallback, true);
      };
    }

    return noop;
  }, [ref, handler, when, memoizedCallback]);
}

export { useOutsideClick };
