import React, { useState } from "react";
export default function WeatherApp() {
  const [text, setText] = useState("");
  const [data, setData] = useState(null);
  const [error, setError] = useState(null);
  const fetchWeather = async () => {
    try {
      const res = await fetch("/api/weather", { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ locations: text }) });
      if (!res.ok) throw new Error("Locations not found");
      const result = await res.json();
      setData(result.data); setError(null);
    } catch (e) { setError(e.message); setData(null); }
  };
  return <div><input data-testid="locations-input" value={text} onChange={(e) => setText(e.target.value)} /><button onClick={fetchWeather}>Fetch Weather</button>{error && <p>{error}</p>}{data && data.map((d, i) => <div key={i}>{d.location}: Temperature: {d.temperature}</div>)}</div>;
}
