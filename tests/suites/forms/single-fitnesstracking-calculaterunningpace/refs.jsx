import React from "react";
const App = () => {
  const t = React.useRef(), d = React.useRef();
  const [view, setView] = React.useState(null);
  async function go() {
    const r = await fetch("/api/pace/calculate", { method: "POST", body: JSON.stringify({ time: t.current.value, distance: d.current.value }) });
    setView(r.ok ? <strong>{"Pace: " + (await r.json()).pace}</strong> : <em>Failed to calculate pace.</em>);
  }
  return (<><input ref={t} data-testid="time-input" /><input ref={d} data-testid="distance-input" /><button data-testid="calculate-pace-button" onClick={go} />{view}</>);
};
export default App;
