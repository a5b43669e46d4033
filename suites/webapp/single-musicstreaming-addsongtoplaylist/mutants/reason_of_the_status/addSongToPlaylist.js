import { useState } from "react";

export default function AddSongToPlaylist({ playlistId }) {
  const [name, setName] = useState("");
  const [message, setMessage] = useState("");

  async function add() {
    const response = await fetch(`/api/playlists/${playlistId}/songs`, { method: "POST", body: JSON.stringify({ name }) });
    if (response.ok) setMessage("Song added to playlist");
    else if (response.status === 404) setMessage(`Failed to add song: ${response.statusText}`);
    else setMessage("Failed to add song");
  }

  return (
    <>
      <input data-testid="song-name-input" value={name} onChange={(event) => setName(event.target.value)} />
      <button data-testid="add-song-button" onClick={add}>Add</button>
      <p>{message}</p>
    </>
  );
}
