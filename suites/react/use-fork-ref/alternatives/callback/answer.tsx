import { useCallback } from "react";

export default function useForkRef(...refs: any[]) {
  const all = useCallback((element: any) => {
    for (const ref of refs) {
      if (typeof ref === "function") ref(element);
      else if (ref) ref.current = element;
    }
  }, refs);
  return refs.every((ref) => ref === null) ? null : all;
}
