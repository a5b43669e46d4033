import { useState } from "react";

export default function SearchComponent() {
  const [query, setQuery] = useState("");
  const [posts, setPosts] = useState([]);
  const [error, setError] = useState("");

  const search = async () => {
    const response = await fetch(`/api/search?query=${encodeURIComponent(query)}`);
    const answer = await response.json();
    setPosts(response.ok ? answer : []);
    setError(response.ok ? "" : answer.message);
  };

  return (
    <>
      <input placeholder="Search" value={query} onChange={(event) => setQuery(event.target.value)} />
      <button onClick={search}>Search</button>
      {posts.map((post) => <p key={post.id}>{post.content}</p>)}
      {error && <p role="alert">{error}</p>}
    </>
  );
}
