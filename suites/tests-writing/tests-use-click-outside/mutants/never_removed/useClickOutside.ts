import { type RefObject, useEffect } from "react";

export function useClickOutside(ref: RefObject<HTMLElement | null>, onOutside: (event: Event) => void, isActive = true): void {
  useEffect(() => {
    if (!isActive) return undefined;
    const listen = (event: Event) => {
      if (ref.current && !ref.current.contains(event.target as Node)) onOutside(event);
    };
    document.addEventListener("mousedown", listen);
  }, [ref, onOutside, isActive]);
}
