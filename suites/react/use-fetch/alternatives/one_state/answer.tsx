import { useEffect, useRef, useState } from "react";

export default function useFetch(url: string, options: any = {}) {
  const [state, setState] = useState<any>({ data: null, loading: false, error: null });
  const controllers = useRef(new Set<AbortController>());
  const isGone = useRef(false);

  useEffect(() => {
    isGone.current = false;
    return () => {
      isGone.current = true;
      controllers.current.forEach((each) => each.abort());
    };
  }, []);

  const startFetch = async () => {
    if (isGone.current) return;
    const { onSuccess, onError, onFetch, ...init } = options;
    const controller = new AbortController();
    controllers.current.add(controller);
    setState((old: any) => ({ ...old, loading: true, error: null }));
    onFetch?.();
    try {
      const response = await fetch(url, { ...init, signal: controller.signal });
      if (!response.ok) throw new Error(`HTTP ${response.status}: ${response.statusText}`);
      const data = await response.json();
      if (controller.signal.aborted) return;
      setState({ data, loading: false, error: null });
      onSuccess?.(data);
    } catch (reason) {
      if (controller.signal.aborted) return;
      const error = reason instanceof Error ? reason : new Error(String(reason));
      setState((old: any) => ({ ...old, loading: false, error }));
      onError?.(error);
    } finally {
      controllers.current.delete(controller);
    }
  };

  return { ...state, startFetch };
}
