import { useCallback, useEffect, useRef } from "react";

export function useUnmountPromise() {
  const isMounted = useRef(true);
  useEffect(() => {
    isMounted.current = true;
    return () => {
      isMounted.current = false;
    };
  }, []);
  return useCallback(async function race<T>(promise: Promise<T>, onError?: (error: unknown) => void): Promise<T> {
    const never = new Promise<T>(() => {});
    try {
      const value = await promise;
      return isMounted.current ? value : await never;
    } catch (error) {
      if (isMounted.current) throw error;
      if (onError) onError(error);
      else console.error(error);
      return never;
    }
  }, []);
}
