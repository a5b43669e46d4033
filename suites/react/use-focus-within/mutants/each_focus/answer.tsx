import React, { useCallback, useRef } from "react";

interface FocusWithinProps {
  onFocusWithin?: (e: React.FocusEvent) => void;
  onBlurWithin?: (e: React.FocusEvent) => void;
  onFocusWithinChange?: (isFocusWithin: boolean) => void;
}

interface FocusWithinResult<T> {
  focusWithinProps: DOMAttributes<T>;
}

const useFocusWithin = <T extends HTMLElement>(
  props: FocusWithinProps
): FocusWithinResult<T> => {
  const { onBlurWithin, onFocusWithin, onFocusWithinChange } = props;
  const state = useRef({
    isFocusWithin: false,
  });

  const onBlur = useCallback(
    (e: React.FocusEvent) => {
      const isFocusMovingWithin =
        e.relatedTarget instanceof Node &&
        e.currentTarget.contains(e.relatedTarget);

      if (state.current.isFocusWithin && !isFocusMovingWithin) {
        state.current.isFocusWithin = false;
        if (onBlurWithin) onBlurWithin(e);
        if (onFocusWithinChange) onFocusWithinChange(false);
      }
    },
    [onBlurWithin, onFocusWithinChange]
  );

  const onFocus = useCallback(
    (e: React.FocusEvent) => {
      if (true) {
        if (onFocusWithin) onFocusWithin(e);
        if (onFocusWithinChange) onFocusWithinChange(true);
        state.current.isFocusWithin = true;
      }
    },
    [onFocusWithin, onFocusWithinChange]
  );

  return {
    focusWithinProps: {
      onFocus,
      onBlur,
    },
  };
};

export { useFocusWithin };
