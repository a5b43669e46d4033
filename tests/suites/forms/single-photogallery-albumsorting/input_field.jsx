import React, { useState } from "react";
export default function Gallery() {
  const [by, setBy] = useState("");
  const [albums, setAlbums] = useState([]);
  const [error, setError] = useState("");
  const sort = () => fetch("/api/albums?sortBy=" + by).then((r) => r.json()).then((list) => { setAlbums(list); setError(""); }).catch((e) => setError(e.message));
  return <div><input data-testid="sort-select" value={by} onChange={(e) => setBy(e.target.value)} /><button data-testid="sort-button" onClick={sort}>Sort</button><ul>{albums.map((a) => <li key={a.id} data-testid={"album-" + a.id}>{a.name}</li>)}</ul>{error && <p data-testid="sort-failure">{error}</p>}</div>;
}
