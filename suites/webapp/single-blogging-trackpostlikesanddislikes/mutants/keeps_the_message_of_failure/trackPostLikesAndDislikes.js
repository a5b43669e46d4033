import { useState } from "react";

export default function TrackPostLikesDislikes({ postId }) {
  const [counts, setCounts] = useState({ like: 0, dislike: 0 });
  const [error, setError] = useState("");

  async function track(kind) {
    const response = await fetch("/api/trackPostLikesDislikes", { method: "POST", body: JSON.stringify({ postId, kind }) });
    if (!response.ok) setError("Error tracking likes and dislikes");
    if (response.ok) setCounts((old) => ({ ...old, [kind]: old[kind] + 1 }));
  }

  return (
    <>
      <button onClick={() => track("like")}>Like Post</button>
      <button onClick={() => track("dislike")}>Dislike Post</button>
      <p>Likes: {counts.like}</p>
      <p>Dislikes: {counts.dislike}</p>
      {error && <p role="alert">{error}</p>}
    </>
  );
}
