import { useEffect, useRef, useState } from "react";

export function Stopwatch() {
  const [elapsed, setElapsed] = useState(0);
  const [startedAt, setStartedAt] = useState<number | null>(null);
  const before = useRef(0);
  useEffect(() => {
    if (startedAt === null) return undefined;
    const id = window.setInterval(() => setElapsed(before.current + Date.now() - startedAt), 50);
    return () => window.clearInterval(id);
  }, [startedAt]);
  function stop() {
    if (startedAt !== null) before.current += Date.now() - startedAt;
    setElapsed(before.current);
    setStartedAt(null);
  }
  function reset() {
    before.current = 0;
    setStartedAt(null);
    setElapsed(0);
  }
  return (
    <div>
      <time>{(Math.floor(elapsed / 100) / 10).toFixed(1)}</time>
      <button onClick={() => startedAt === null && setStartedAt(Date.now())}>Start</button>
      <button onClick={stop}>Stop</button>
      <button onClick={reset}>Reset</button>
    </div>
  );
}
