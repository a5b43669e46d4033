import { useEffect, useState } from "react";

const two = (n: number) => String(n).padStart(2, "0");

export default function Countdown({ seconds = 60, onEnd }: { seconds?: number; onEnd?: () => void }) {
  const [left, setLeft] = useState(seconds);
  const [isRunning, setIsRunning] = useState(false);
  useEffect(() => {
    if (!isRunning) return;
    const timer = setTimeout(() => {
      setLeft(left - 1);
      onEnd?.();
      if (left === 1) setIsRunning(false);
    }, 1000);
    return () => clearTimeout(timer);
  }, [isRunning, left]);
  const reset = () => {
    setIsRunning(false);
    setLeft(seconds);
  };
  return (
    <div>
      <p>{two(Math.floor(left / 60))}:{two(left % 60)}</p>
      {left === 0 && <p>Time is up</p>}
      <button onClick={() => left > 0 && setIsRunning(true)}>Start</button>
      <button onClick={() => setIsRunning(false)}>Pause</button>
      <button onClick={reset}>Reset</button>
    </div>
  );
}
