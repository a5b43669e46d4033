import { useState } from "react";

export default function AddComment() {
  const [text, setText] = useState("");
  const [success, setSuccess] = useState("");
  const [error, setError] = useState("");
  const [busy, setBusy] = useState(false);

  const send = async () => {
    setBusy(true);
    setSuccess("");
    setError("");
    try {
      const response = await fetch("/api/comments", { method: "POST", body: JSON.stringify({ text }) });
      if (!response.ok) throw new Error(String(response.status));
      setSuccess("Comment added successfully");
      setText("");
    } catch {
      setError("Failed to add comment");
    } finally {
      setBusy(false);
    }
  };

  return (
    <div>
      <input placeholder="Add a comment" value={text} onChange={(e) => setText(e.target.value)} />
      <button onClick={send} disabled={busy}>Submit</button>
      {success && <div className="success">{success}</div>}
      {error && <div className="error">{error}</div>}
    </div>
  );
}
