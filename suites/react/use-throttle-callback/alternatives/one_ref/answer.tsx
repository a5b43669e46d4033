import { useCallback, useEffect, useRef, useState } from "react";

export default function useThrottle(callback: any, timeout: number = 300) {
  const [isReady, setReady] = useState(true);
  const now = useRef<any>({ timer: 0 });
  Object.assign(now.current, { callback, timeout });
  useEffect(() => () => clearTimeout(now.current.timer), []);
  const throttled = useCallback((...args: any[]) => {
    const box = now.current;
    if (box.timer) return;
    setReady(false);
    box.timer = setTimeout(() => {
      box.timer = 0;
      setReady(true);
    }, box.timeout);
    box.callback(...args);
  }, []);
  return [throttled, isReady];
}
