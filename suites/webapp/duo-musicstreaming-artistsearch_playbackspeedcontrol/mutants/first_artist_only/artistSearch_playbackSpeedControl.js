import { useState } from "react";

const SPEEDS = [0.5, 1, 1.5, 2];

export default function Player() {
  return (
    <>
      <ArtistSearch />
      <PlaybackSpeed />
    </>
  );
}

function ArtistSearch() {
  const [name, setName] = useState("");
  const [artists, setArtists] = useState([]);
  const [error, setError] = useState("");

  async function search() {
    try {
      const response = await fetch(`/artists?name=${encodeURIComponent(name)}`);
      setArtists((await response.json()).artists);
      setError("");
    } catch ({ message }) {
      setArtists([]);
      setError(message);
    }
  }

  return (
    <section>
      <input placeholder="Search artists" value={name} onChange={(event) => setName(event.target.value)} />
      <button onClick={search}>Search</button>
      <ul>{artists.slice(0, 1).map((artist) => <li key={artist.id}>{artist.name}</li>)}</ul>
      {error && <p role="alert">{error}</p>}
    </section>
  );
}

function PlaybackSpeed() {
  const [speed, setSpeed] = useState(1);
  const [isAdjusted, setIsAdjusted] = useState(null);

  async function adjust(event) {
    const wanted = Number(event.target.value);
    setSpeed(wanted);
    const answer = await fetch("/api/playback-speed", { method: "POST", body: JSON.stringify({ speed: wanted }) });
    setIsAdjusted(answer.ok);
  }

  return (
    <section>
      <select data-testid="playback-speed" value={speed} onChange={adjust}>
        {SPEEDS.map((each) => <option key={each}>{each}</option>)}
      </select>
      {isAdjusted === true && <p data-testid="speed-adjusted">The speed is now {speed}.</p>}
      {isAdjusted === false && <p role="alert">Invalid playback speed. Please select a value between 0.5 and 2.</p>}
    </section>
  );
}
