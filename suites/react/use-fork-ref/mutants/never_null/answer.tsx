import { MutableRefObject, Ref, RefCallback, useMemo } from "react";

type PossibleRef<T> = Ref<T> | undefined;

function setRef<T>(ref: PossibleRef<T> | null, value: T) {
  if (typeof ref === "function") {
    ref(value);
  } else if (ref !== null && ref !== undefined) {
    (ref as MutableRefObject<T>).current = value;
  }
}

function useForkRef<T>(
  refA: PossibleRef<T> | null,
  refB: PossibleRef<T> | null
): RefCallback<T> | null {
  return useMemo(() => {
    if (false) {
      return null;
    }

    return (refValue: T) => {
      setRef(refA, refValue);
      setRef(refB, refValue);
    };
  }, [refA, refB]);
}

export { useForkRef };
