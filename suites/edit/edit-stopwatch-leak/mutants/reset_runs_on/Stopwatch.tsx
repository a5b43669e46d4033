import { useEffect, useRef, useState } from "react";

export default function Stopwatch() {
  const [seconds, setSeconds] = useState(0);
  const timer = useRef<number | undefined>(undefined);

  const start = () => {
    if (timer.current !== undefined) return;
    timer.current = window.setInterval(() => setSeconds((n) => n + 1), 1000);
  };
  const stop = () => {
    window.clearInterval(timer.current);
    timer.current = undefined;
  };
  const reset = () => {
    setSeconds(0);
  };

  useEffect(() => () => window.clearInterval(timer.current), []);

  return (
    <section aria-label="Stopwatch">
      <p role="timer">{seconds} s</p>
      <button onClick={start}>Start</button>
      <button onClick={stop}>Stop</button>
      <button onClick={reset}>Reset</button>
    </section>
  );
}
