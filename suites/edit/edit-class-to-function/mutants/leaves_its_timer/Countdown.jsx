import { useEffect, useRef, useState } from "react";

export default function Countdown({ seconds, onEnd }) {
  const [left, setLeft] = useState(seconds);
  const [isPaused, setIsPaused] = useState(false);
  const tick = useRef(null);

  useEffect(() => setLeft(seconds), [seconds]);

  useEffect(() => {
    tick.current = () => {
      if (isPaused || left === 0) return;
      setLeft(left - 1);
      if (left === 1) onEnd?.();
    };
  });

  useEffect(() => {
    const timer = setInterval(() => tick.current(), 1000);
  }, []);

  return (
    <div>
      <p role="timer">{left === 0 ? "Time is up" : `${left} s`}</p>
      <button onClick={() => setIsPaused(!isPaused)}>{isPaused ? "Go on" : "Pause"}</button>
    </div>
  );
}
