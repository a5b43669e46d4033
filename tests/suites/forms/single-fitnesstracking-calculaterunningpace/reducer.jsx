import { useReducer } from "react";
export default function App() {
  const [s, set] = useReducer((a, b) => ({ ...a, ...b }), { time: "", distance: "" });
  const click = () =>
    fetch("/api/pace/calculate", { method: "POST", body: JSON.stringify(s) })
      .then((r) => { if (!r.ok) throw r; return r.json(); })
      .then((j) => set({ pace: j.pace, error: null }))
      .catch(() => set({ error: "Failed to calculate pace.", pace: null }));
  return <div><input data-testid="time-input" value={s.time} onChange={(e) => set({ time: e.target.value })} /><input data-testid="distance-input" value={s.distance} onChange={(e) => set({ distance: e.target.value })} /><button data-testid="calculate-pace-button" onClick={click}>Go</button>{s.pace && <p>Pace: {s.pace}</p>}{s.error && <p>{s.error}</p>}</div>;
}
