import { useState } from "react";
export default function App() {
  const [query, setQuery] = useState("");
  const [text, setText] = useState("");
  const [speedText, setSpeedText] = useState("");
  const search = async () => {
    const response = await fetch(`/artists?name=${query}`);
    setText(response.ok ? (await response.json()).artists[0].name : "Network Error");
  };
  const change = async () => {
    const response = await fetch("/api/playback-speed", { method: "POST" });
    setSpeedText(response.ok ? "ok" : "Invalid playback speed. Please select a value between 0.5 and 2.");
  };
  return <div><input placeholder="Search artists" value={query} onChange={(e) => setQuery(e.target.value)} /><button onClick={search}>Search</button><p>{text}</p><input data-testid="playback-speed" defaultValue="1" onChange={change} />{speedText === "ok" ? <p data-testid="speed-adjusted">ok</p> : <p>{speedText}</p>}</div>;
}
