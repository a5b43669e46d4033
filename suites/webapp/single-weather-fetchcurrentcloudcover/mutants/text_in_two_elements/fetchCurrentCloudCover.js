import { useState } from "react";

export default function CloudCover() {
  const [location, setLocation] = useState("");
  const [cover, setCover] = useState(null);
  const [error, setError] = useState("");

  async function load() {
    const response = await fetch(`/api/current-clouds?location=${encodeURIComponent(location)}`);
    setCover(response.ok ? (await response.json()).cloudCover : null);
    setError(response.ok ? "" : "Error fetching cloud cover");
  }

  return (
    <section>
      <input aria-label="Location Input" value={location} onChange={(event) => setLocation(event.target.value)} />
      <button onClick={load}>Get Cloud Cover</button>
      {cover !== null && <p><b>{cover}</b>%</p>}
      {error && <p role="alert">{error}</p>}
    </section>
  );
}
