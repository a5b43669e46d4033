import { useEffect, useState } from "react";

export const useAsync = (fn: () => Promise<any>, deps: any[] = []) => {
  const [state, setState] = useState<any>({ loading: true, value: undefined, error: undefined });
  useEffect(() => {
    let isCurrent = true;
    setState((old: any) => ({ ...old, loading: true }));
    (async () => {
      try {
        const value = await fn();
        if (isCurrent) setState({ loading: false, value, error: undefined });
      } catch (error) {
        if (isCurrent) setState({ loading: false, value: undefined, error });
      }
    })();
    return () => {
      isCurrent = false;
    };
  }, deps);
  return state;
};
