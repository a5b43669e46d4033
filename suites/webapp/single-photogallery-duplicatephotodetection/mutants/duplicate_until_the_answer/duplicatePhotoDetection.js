import { useState } from "react";

export default function PhotoUpload() {
  const [file, setFile] = useState(null);
  const [status, setStatus] = useState(0);

  async function upload() {
    setStatus(409);
    const body = new FormData();
    body.set("photo", file);
    const response = await fetch("/upload", { method: "POST", body });
    setStatus(response.status);
  }

  return (
    <>
      <input type="file" data-testid="file-input" onChange={(event) => setFile(event.target.files[0])} />
      <button data-testid="upload-button" onClick={upload}>Upload</button>
      {status === 200 && <p data-testid="upload-success-message">Photo uploaded</p>}
      {status === 409 && <p role="alert">Duplicate photo detected</p>}
      {status >= 500 && <p role="alert">The photo could not be uploaded</p>}
    </>
  );
}
