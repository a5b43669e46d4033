import { useState } from "react";
export default function PhotoUploadComponent() {
  const [status, setStatus] = useState(null);
  const upload = async () => setStatus((await fetch("/upload", { method: "POST" })).status);
  return <div><input data-testid="file-input" type="file" /><button data-testid="upload-button" onClick={upload}>Upload</button>{status && <p data-testid="upload-success-message">Uploaded</p>}{status === 409 && <p>Duplicate photo detected</p>}</div>;
}
