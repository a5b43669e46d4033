import { MutableRefObject, useCallback, useEffect, useRef } from "react";

const doesIdentifierMatchKeyboardEvent = (
  error: KeyboardEvent,
  identifier: number | string
): boolean => {
  if (
    error.key === identifier ||
    error.code === identifier ||
    error.keyCode === identifier ||
    error.which === identifier ||
    error.charCode === identifier
  ) {
    return true;
  }

  return false;
};

const noop = () => {};

type TPressedKeyMapping = {
  [key: string]: boolean | undefined;
};

type Options = {
  continuous?: boolean;
  target?:
  | MutableRefObject<Document>
  | MutableRefObject<HTMLElement | null | undefined>;
  when?: boolean;
  preventLostKeyup?: boolean;
};
const defaultOptions = {
  continuous: false,
  when: true,
};

function useKeys(
  keysList: string[],
  callback: (event: KeyboardEvent) => void,
  options?: Options
): void {
  const internalOptions = { ...defaultOptions, ...options };
  const { target, when, continuous, preventLostKeyup } = internalOptions;
  const savedCallback = useRef<(event: KeyboardEvent) => void>(callback);
  const pressedKeyMappingRef = useRef<TPressedKeyMapping>({});
  const PressedKeyMapping: TPressedKeyMapping = pressedKeyMappingRef.current;

  useEffect(() => {
    savedCallback.current = callback;
  });

  const handleKeyDown = useCallback(
    (event: KeyboardEvent) => {
      let pressedKeyIdentifier: string | null = null;
      let areAllKeysFromListPressed = false;
      // First detect the key that was pressed;
      for (const identifier of keysList) {
        if (doesIdentifierMatchKeyboardEvent(event, identifier)) {
          PressedKeyMapping[identifier] = true;
          pressedKeyIdentifier = identifier;
        }
      }

      if (
        keysList.every((identifier) => Boolean(PressedKeyMapping[identifier]))
      ) {
        areAllKeysFromListPressed = true;
      }

      if (areAllKeysFromListPressed) {
        savedCallback.current(event);

        if (!continuous && pressedKeyIdentifier !== null) {
          PressedKeyMapping[pressedKeyIdentifier] = false;
        }
      }
    },
    [keysList, PressedKeyMapping, continuous]
  );

  const handleKeyUp = useCallback(
    (event: KeyboardEvent) => {
      for (const identifier of keysList) {
        if (doesIdentifierMatchKeyboardEvent(event, identifier)) {
          PressedKeyMapping[identifier] = undefined;
        }
      }
    },
    [PressedKeyMapping, keysList]
  );

  useEffect(() => {
    if (when && typeof window !== "undefined") {
      const targetNode = document;
      targetNode.addEventListener("keydown", handleKeyDown as EventListener);
      targetNode.addEventListener("keyup", handleKeyUp as EventListener);

      return () => {
        targetNode.removeEventListener("keydown", handleKeyDown as EventListener);
        targetNode.removeEventListener("keyup", handleKeyUp as EventListener);
      };
    }

    return noop;
  }, [when, target, keysList, handleKeyDown, handleKeyUp]);

  useEffect(() => {
    if (preventLostKeyup !== true) return noop;
    if (typeof window !== "undefined") {
      const originalAlert = window.alert;
      window.alert = (message?: Parameters<typeof window.alert>[0]) => {
        for (const identifier of keysList) {
          PressedKeyMapping[identifier] = undefined;
        }
        return originalAlert(message);
      };

      const originalConfirm = window.confirm;
      window.confirm = (message?: string | undefined) => {
        for (const identifier of keysList) {
          PressedKeyMapping[identifier] = undefined;
        }
        return originalConfirm(message);
      };

      const originalPrompt = window.prompt;
      window.prompt = (
        message?: string | undefined,
        _default?: string | undefined
      ) => {
        for (const identifier of keysList) {
          PressedKeyMapping[identifier] = undefined;
        }
        return originalPrompt(message, _default);
      };

      return () => {
        window.alert = originalAlert;
        window.confirm = originalConfirm;
        window.prompt = originalPrompt;
      };
    }
    return noop;
  }, [PressedKeyMapping, keysList, preventLostKeyup]);
}

export { useKeys };
