import React, { useState } from "react";
const App = () => {
  const [query, setQuery] = useState("");
  const [artists, setArtists] = useState([]);
  const [searchError, setSearchError] = useState("");
  const [speed, setSpeed] = useState("1.0");
  const [adjusted, setAdjusted] = useState(false);
  const [speedError, setSpeedError] = useState("");
  const handleSearch = () => {
    setSearchError("");
    fetch("/artists?name=" + query)
      .then((response) => response.json())
      .then((data) => setArtists(data.artists))
      .catch((error) => setSearchError(error.message));
  };
  const handleSpeedChange = async (e) => {
    setSpeed(e.target.value);
    setAdjusted(false);
    setSpeedError("");
    try {
      const response = await fetch("/api/playback-speed", { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ speed: parseFloat(e.target.value) }) });
      if (!response.ok) throw new Error("Invalid playback speed. Please select a value between 0.5 and 2.");
      setAdjusted(true);
    } catch (error) {
      setSpeedError(error.message);
    }
  };
  return (
    <div>
      <input type="text" placeholder="Search artists" value={query} onChange={(e) => setQuery(e.target.value)} />
      <button onClick={handleSearch}>Search</button>
      {searchError && <p>{searchError}</p>}
      {artists.map((artist) => <div key={artist.id}>{artist.name}</div>)}
      <input type="range" min="0.5" max="2" step="0.1" data-testid="playback-speed" value={speed} onChange={handleSpeedChange} />
      {adjusted && <p data-testid="speed-adjusted">Playback speed adjusted</p>}
      {speedError && <p>{speedError}</p>}
    </div>
  );
};
export default App;
