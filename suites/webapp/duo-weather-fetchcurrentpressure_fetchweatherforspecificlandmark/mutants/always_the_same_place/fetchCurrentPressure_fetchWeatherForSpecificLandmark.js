import { useState } from "react";

export default function Weather() {
  return (
    <>
      <Pressure />
      <LandmarkWeather />
    </>
  );
}

function Pressure() {
  const [location, setLocation] = useState("");
  const [message, setMessage] = useState("");

  async function load() {
    const response = await fetch(`/api/current-pressure?location=NYC`);
    setMessage(response.ok ? `${(await response.json()).pressure} hPa` : "Error fetching pressure");
  }

  return (
    <section>
      <label htmlFor="location">Location Input</label>
      <input id="location" value={location} onChange={(event) => setLocation(event.target.value)} />
      <button onClick={load}>Get Pressure</button>
      <p role="status">{message}</p>
    </section>
  );
}

function LandmarkWeather() {
  const [landmark, setLandmark] = useState("");
  const [message, setMessage] = useState("");

  async function load(event) {
    event.preventDefault();
    const answer = await fetch("/api/weather", { method: "POST", body: JSON.stringify({ landmark }) });
    if (!answer.ok) return setMessage("Landmark not found");
    const { data } = await answer.json();
    setMessage(`Temperature: ${data.temperature}`);
  }

  return (
    <form onSubmit={load}>
      <input data-testid="landmark-input" value={landmark} onChange={(event) => setLandmark(event.target.value)} />
      <button>Fetch Weather</button>
      <p role="status">{message}</p>
    </form>
  );
}
