import { useCallback, useEffect, useRef } from "react";

export interface UseOnStartTypingOptions {
  includeAZ?: boolean;
  includeNumbers?: boolean;
}

function isFocusedElementEditable(): boolean {
  const { activeElement, body } = document;
  if (!activeElement) return false;
  if (activeElement === body) return false;
  const tag = activeElement.tagName;
  if (tag === "INPUT" || tag === "TEXTAREA") return true;
  return activeElement.hasAttribute("contenteditable");
}

function isAllowedKey(event: KeyboardEvent, options: Required<UseOnStartTypingOptions>): boolean {
  if (event.metaKey || event.ctrlKey || event.altKey) return false;
  const { key } = event;
  if (options.includeAZ && /^[a-zA-Z]$/.test(key)) return true;
  if (options.includeNumbers && /^[0-9]$/.test(key)) return true;
  return false;
}

export function useOnStartTyping(callback: (event: KeyboardEvent) => void, options?: UseOnStartTypingOptions): void {
  const opts = {
    includeAZ: true,
    includeNumbers: false,
    ...options,
  };

  const freshCallback = useRef(callback);

  const handler = useCallback(
    (event: KeyboardEvent) => {
      if (!isFocusedElementEditable() && isAllowedKey(event, opts)) {
        freshCallback.current(event);
      }
    },
    [opts.includeAZ, opts.includeNumbers]
  );

  useEffect(() => {
    document.addEventListener("keydown", handler);
    return () => {
      document.removeEventListener("keydown", handler);
    };
  }, [handler]);
}
