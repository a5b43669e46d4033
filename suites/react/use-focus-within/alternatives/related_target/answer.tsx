export function useFocusWithin({ onFocusWithin, onBlurWithin, onFocusWithinChange }: any) {
  const isInside = (event: any) => event.currentTarget.contains(event.relatedTarget);

  return {
    focusWithinProps: {
      onFocus(event: any) {
        if (isInside(event)) return;
        onFocusWithin?.(event);
        onFocusWithinChange?.(true);
      },
      onBlur(event: any) {
        if (isInside(event)) return;
        onBlurWithin?.(event);
        onFocusWithinChange?.(false);
      },
    },
  };
}
