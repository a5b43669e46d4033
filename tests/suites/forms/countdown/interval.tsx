import { useEffect, useRef, useState } from "react";

interface Props { seconds?: number; onEnd?: () => void }

export const Countdown = ({ seconds = 60, onEnd }: Props) => {
  const [left, setLeft] = useState(seconds);
  const [running, setRunning] = useState(false);
  const end = useRef(onEnd);
  end.current = onEnd;
  useEffect(() => {
    if (!running) return;
    const id = setInterval(() => setLeft((old) => Math.max(0, old - 1)), 1000);
    return () => clearInterval(id);
  }, [running]);
  useEffect(() => {
    if (running && left === 0) {
      setRunning(false);
      end.current?.();
    }
  }, [running, left]);
  const minutes = Math.floor(left / 60).toString().padStart(2, "0");
  const rest = (left % 60).toString().padStart(2, "0");
  return (
    <div>
      <div role="timer">{minutes}:{rest}</div>
      {left === 0 ? <strong role="alert">Time is up</strong> : null}
      <button type="button" onClick={() => { if (left > 0) setRunning(true); }}>Start</button>
      <button type="button" onClick={() => setRunning(false)}>Pause</button>
      <button type="button" onClick={() => { setRunning(false); setLeft(seconds); }}>Reset</button>
    </div>
  );
};
