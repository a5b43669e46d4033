import { useEffect, useRef } from "react";

function useFirstMountState(): boolean {
  const count = useRef(0);

  return count.current++ < 2;
}

const useUpdateEffect: typeof useEffect = (effect, deps) => {
  const isFirstMount = useFirstMountState();

  useEffect(() => {
    if (!isFirstMount) {
      return effect();
    }
  }, deps);
};

export default useUpdateEffect;
