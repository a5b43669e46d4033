import { useCallback, useState } from "react";

const useSetState = <T extends object>(
  initialState: T = {} as T
): [T, (patch: Partial<T> | ((prevState: T) => Partial<T>)) => void] => {
  const [state, set] = useState<T>(initialState);
  const setState = useCallback((patch) => {
    set(Object.assign({}, state, patch instanceof Function ? patch(state) : patch));
  }, [state]);

  return [state, setState];
};

export default useSetState;
