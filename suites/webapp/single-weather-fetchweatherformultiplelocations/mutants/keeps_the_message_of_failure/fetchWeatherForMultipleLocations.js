import { useState } from "react";

export default function WeatherApp() {
  const [locations, setLocations] = useState("");
  const [rows, setRows] = useState([]);
  const [error, setError] = useState("");

  async function load() {
    setRows([]);
    const list = locations.split(",").map((name) => name.trim());
    const response = await fetch("/api/weather", { method: "POST", body: JSON.stringify({ locations: list }) });
    if (!response.ok) return setError("Locations not found");
    setRows((await response.json()).data);
  }

  return (
    <>
      <input data-testid="locations-input" value={locations} onChange={(event) => setLocations(event.target.value)} />
      <button onClick={load}>Fetch Weather</button>
      {rows.map((row) => <p key={row.location}>{`${row.location}: Temperature: ${row.temperature}`}</p>)}
      <p role="status">{error}</p>
    </>
  );
}
