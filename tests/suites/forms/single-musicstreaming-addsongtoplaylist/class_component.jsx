import React from "react";

export default class AddSongToPlaylist extends React.Component {
  constructor(props) {
    super(props);
    this.state = { songName: "", success: null, error: null };
    this.handleAdd = this.handleAdd.bind(this);
  }

  async handleAdd() {
    this.setState({ success: null, error: null });
    const { playlistId } = this.props;
    const response = await fetch("/api/playlists/" + playlistId + "/songs", { method: "POST", body: JSON.stringify({ name: this.state.songName }) });
    if (response.ok) this.setState({ success: "Song added to playlist", songName: "" });
    else this.setState({ error: "Failed to add song: Playlist not found" });
  }

  render() {
    const { songName, success, error } = this.state;
    return (
      <div>
        <input data-testid="song-name-input" value={songName} onChange={(event) => this.setState({ songName: event.target.value })} />
        <button data-testid="add-song-button" onClick={this.handleAdd}>Add song</button>
        {success && <p>{success}</p>}
        {error && <p>{error}</p>}
      </div>
    );
  }
}
