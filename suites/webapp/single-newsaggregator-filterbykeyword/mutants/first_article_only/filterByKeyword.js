import { useState } from "react";

export default function NewsSearch() {
  const [keyword, setKeyword] = useState("");
  const [articles, setArticles] = useState([]);
  const [error, setError] = useState("");

  async function search(event) {
    event.preventDefault();
    const response = await fetch(`/api/articles?search=${encodeURIComponent(keyword)}`);
    setArticles(response.ok ? await response.json() : []);
    setError(response.ok ? "" : "No articles found for keyword");
  }

  return (
    <form role="search" onSubmit={search}>
      <input placeholder="Search..." value={keyword} onChange={(event) => setKeyword(event.target.value)} />
      <button>Search</button>
      {articles.slice(0, 1).map(({ id, title }) => <h3 key={id}>{title}</h3>)}
      {error && <p>{error}</p>}
    </form>
  );
}
