import { useState } from "react";

export default function App() {
  const [comment, setComment] = useState("");
  const [message, setMessage] = useState("");

  async function submit(event) {
    event.preventDefault();
    const response = await fetch("/api/comments", { method: "POST", body: JSON.stringify({ comment }) });
    await response.json();
    setMessage(response.ok ? "Comment added successfully" : "Failed to add comment");
  }

  return (
    <form onSubmit={submit}>
      <textarea placeholder="Add a comment" value={comment} onChange={(event) => setComment(event.target.value)} />
      <button>Submit</button>
      <p role="status">{message}</p>
    </form>
  );
}
