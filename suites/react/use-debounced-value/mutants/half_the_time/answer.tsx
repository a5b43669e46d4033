import { Dispatch, SetStateAction, useEffect, useState } from "react";

// The original debounces by the package lodash.debounce.
export function useDebouncedValue<T>(
  value: T,
  timeout: number,
  { initializeWithNull = false }: { initializeWithNull?: boolean } = {}
): [T | null, Dispatch<SetStateAction<T | null>>] {
  const [updatedValue, setUpdatedValue] = useState<T | null>(initializeWithNull ? null : value);

  useEffect(() => {
    const timer = setTimeout(() => setUpdatedValue(value), timeout / 2);
    return () => clearTimeout(timer);
  }, [value, timeout]);

  return [updatedValue, setUpdatedValue];
}
