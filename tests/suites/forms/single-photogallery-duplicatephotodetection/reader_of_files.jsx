import { useState } from "react";
export default function PhotoUploadComponent() {
  const [files, setFiles] = useState([]);
  const [message, setMessage] = useState(null);
  const upload = async () => {
    setMessage(null);
    const response = await fetch("/upload", { method: "POST", headers: { "Content-Type": "application/octet-stream" }, body: files[0] });
    if (response.ok) setMessage(<span data-testid="upload-success-message">Done.</span>);
    else if (response.status == 409) setMessage("Duplicate photo detected!");
    else setMessage("Upload failed");
  };
  return <div><input data-testid="file-input" type="file" onChange={(e) => setFiles([...e.target.files])} /><button data-testid="upload-button" disabled={!files.length} onClick={upload}>Upload</button><p>{message}</p></div>;
}
