import { useState } from "react";

export default function NewsPlatform() {
  const [limit, setLimit] = useState("5");
  const [articles, setArticles] = useState([]);
  const [error, setError] = useState("");

  async function adjust() {
    const response = await fetch(`/api/articles?limit=${limit}`);
    setArticles(response.ok ? await response.json() : []);
    if (!response.ok) setError("Failed to adjust the number of articles");
  }

  return (
    <main>
      <input type="number" data-testid="articles-limit-input" value={limit} onChange={(event) => setLimit(event.target.value)} />
      <button data-testid="adjust-articles-button" onClick={adjust}>Adjust</button>
      {articles.map(({ id, title }) => <h3 key={id}>{title}</h3>)}
      {error && <p role="alert">{error}</p>}
    </main>
  );
}
