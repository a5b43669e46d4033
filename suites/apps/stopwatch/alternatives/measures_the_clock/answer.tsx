import React from "react";

export const Stopwatch = () => {
  const [ms, setMs] = React.useState(0);
  const kept = React.useRef(0);
  const timer = React.useRef(null as any);
  const stop = () => {
    clearInterval(timer.current);
    timer.current = null;
    kept.current = ms;
  };
  const start = () => {
    if (timer.current) return;
    const begun = Date.now();
    timer.current = setInterval(() => setMs(kept.current + Date.now() - begun), 50);
  };
  React.useEffect(() => () => clearInterval(timer.current), []);
  return (
    <main>
      <output>{(ms / 1000).toFixed(1)} s</output>
      <button onClick={start}>Start</button>
      <button onClick={stop}>Stop</button>
      <button onClick={() => { stop(); kept.current = 0; setMs(0); }}>Reset</button>
    </main>
  );
};
