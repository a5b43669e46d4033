import React, { useState } from "react";
export default function CMS() {
  const [title, setTitle] = useState("");
  const [content, setContent] = useState("");
  const [posts, setPosts] = useState([]);
  const [error, setError] = useState("");
  const handleCreate = async () => {
    try {
      const res = await fetch("/api/createPost", { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ title, content }) });
      const data = await res.json();
      if (!res.ok) throw new Error(data.error);
      setPosts((p) => [...p, data]);
      setError("");
    } catch (err) { setError(err.message); }
  };
  return (
    <div>
      <label htmlFor="t">Title:</label><input id="t" value={title} onChange={(e) => setTitle(e.target.value)} />
      <label htmlFor="c">Content:</label><textarea id="c" value={content} onChange={(e) => setContent(e.target.value)} />
      <button onClick={handleCreate}>Create</button>
      {posts.map((p) => <div key={p.id}><h3>{p.title}</h3><p>{p.content.slice(0, 5)}</p></div>)}
      {error && <div>{error}</div>}
    </div>
  );
}
