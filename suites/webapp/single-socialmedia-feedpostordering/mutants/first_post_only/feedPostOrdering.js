import { useState } from "react";

export default function Feed() {
  const [posts, setPosts] = useState([]);
  const [error, setError] = useState("");

  async function order(by) {
    const response = await fetch(`/api/feed?order=${by}`);
    const answer = await response.json();
    setPosts(response.ok ? answer : []);
    setError(response.ok ? "" : answer.message);
  }

  return (
    <>
      <label>
        Order By
        <select defaultValue="recent" onChange={(event) => order(event.target.value)}>
          <option value="recent">Recent</option>
          <option value="popular">Popular</option>
        </select>
      </label>
      {posts.slice(0, 1).map((post) => <article key={post.id}>{post.content}</article>)}
      {error && <p role="alert">{error}</p>}
    </>
  );
}
