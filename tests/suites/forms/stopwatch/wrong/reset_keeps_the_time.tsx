import { useEffect, useState } from "react";

export default function Stopwatch() {
  const [tenths, setTenths] = useState(0);
  const [isRunning, setIsRunning] = useState(false);
  useEffect(() => {
    if (!isRunning) return;
    const timer = setInterval(() => setTenths((before) => before + 1), 100);
    return () => clearInterval(timer);
  }, [isRunning]);
  const reset = () => {
    setIsRunning(false);
  };
  return (
    <div>
      <p>{(tenths / 10).toFixed(1)}</p>
      <button onClick={() => setIsRunning(true)}>Start</button>
      <button onClick={() => setIsRunning(false)}>Stop</button>
      <button onClick={reset}>Reset</button>
    </div>
  );
}
