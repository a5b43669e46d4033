import { useEffect, useRef, useState } from "react";

export default function useCountdown(endTime: Date, { interval = 1000, onDown, onEnd }: any = {}): number {
  const end = endTime.getTime();
  const [now, setNow] = useState(() => Date.now());
  const latest = useRef<any>(null);
  latest.current = { onDown, onEnd };

  useEffect(() => {
    if (end <= Date.now()) {
      latest.current.onEnd?.(new Date());
      return;
    }
    const timer = setInterval(() => {
      const time = Date.now();
      setNow(time);
      if (time < end) return latest.current.onDown?.(end - time, new Date(time));
      clearInterval(timer);
      latest.current.onEnd?.(new Date(time));
    }, interval);
    return () => clearInterval(timer);
  }, [end, interval]);

  return now < end ? Math.ceil((end - now) / interval) : 0;
}
