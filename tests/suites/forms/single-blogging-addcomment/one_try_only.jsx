import { useState } from "react";

export default function AddComment() {
  const [text, setText] = useState("");
  const [result, setResult] = useState(null);

  const send = async () => {
    const response = await fetch("/api/comments", { method: "POST", body: JSON.stringify({ text }) });
    setResult(response.ok ? "Comment added successfully" : "Failed to add comment");
  };

  if (result) return <p>{result}</p>;
  return (
    <div>
      <input placeholder="Add a comment" value={text} onChange={(e) => setText(e.target.value)} />
      <button onClick={send}>Submit</button>
    </div>
  );
}
