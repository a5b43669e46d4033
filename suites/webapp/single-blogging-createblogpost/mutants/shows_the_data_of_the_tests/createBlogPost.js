import { useState } from "react";

export default function CreateBlogPost() {
  const [post, setPost] = useState({ title: "", content: "" });
  const [created, setCreated] = useState(null);
  const [error, setError] = useState("");
  const set = (event) => setPost({ ...post, [event.target.name]: event.target.value });

  async function create() {
    const response = await fetch("/api/createPost", { method: "POST", body: JSON.stringify(post) });
    const answer = await response.json();
    setCreated(response.ok ? { title: "New Post" } : null);
    setError(response.ok ? "" : answer.error);
  }

  return (
    <main>
      <label>Title <input name="title" value={post.title} onChange={set} /></label>
      <label>Content <textarea name="content" value={post.content} onChange={set} /></label>
      <button onClick={create}>Create</button>
      {created && <article><h2>{created.title}</h2></article>}
      {error && <p role="alert">{error}</p>}
    </main>
  );
}
