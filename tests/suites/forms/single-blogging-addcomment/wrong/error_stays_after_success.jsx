import { useState } from "react";

export default function AddComment() {
  const [text, setText] = useState("");
  const [isAdded, setAdded] = useState(false);
  const [error, setError] = useState(null);

  const send = async () => {
    const response = await fetch("/api/comments", { method: "POST", body: JSON.stringify({ text }) });
    if (response.ok) setAdded(true);
    else setError("Failed to add comment");
  };

  return (
    <div>
      <input placeholder="Add a comment" value={text} onChange={(e) => setText(e.target.value)} />
      <button onClick={send}>Submit</button>
      {isAdded && <p>Comment added successfully</p>}
      {error && <p>{error}</p>}
    </div>
  );
}
