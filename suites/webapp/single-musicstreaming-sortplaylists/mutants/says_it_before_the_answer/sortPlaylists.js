import { useState } from "react";

export default function SortPlaylists({ sortBy }) {
  const [playlists, setPlaylists] = useState([]);
  const [message, setMessage] = useState("");

  async function sort() {
    setMessage(`Playlists sorted by ${sortBy}`);
    const response = await fetch(`/api/playlists?sort=${sortBy}`);
    if (response.ok) {
      setPlaylists(await response.json());
      setMessage(`Playlists sorted by ${sortBy}`);
    } else {
      setPlaylists([]);
      setMessage(response.status === 404 ? "Failed to sort playlists: No playlists found" : "Failed to sort playlists");
    }
  }

  return (
    <>
      <button data-testid={`sort-by-${sortBy}-button`} onClick={sort}>Sort</button>
      <ul>{playlists.map((playlist) => <li key={playlist.id}>{playlist.name}</li>)}</ul>
      <p role="status">{message}</p>
    </>
  );
}
