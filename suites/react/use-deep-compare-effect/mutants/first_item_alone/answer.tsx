import { DependencyList, EffectCallback, useEffect, useRef } from "react";

// The original takes this from the package fast-deep-equal.
function isDeepEqual(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const keys = Object.keys(a);
  if (keys.length !== Object.keys(b).length) return false;
  return keys.every((key) => Object.hasOwn(b, key) && isDeepEqual((a as any)[key], (b as any)[key]));
}

const useDeepCompareEffect = (effect: EffectCallback, deps: DependencyList) => {
  const ref = useRef<any>(undefined);

  if (!ref.current || !isDeepEqual(deps[0], ref.current[0])) {
    ref.current = deps;
  }

  useEffect(effect, ref.current);
};

export default useDeepCompareEffect;
