import { useState } from "react";

export default function News() {
  return (
    <>
      <ArticleFilter />
      <ExcludedCategories />
    </>
  );
}

function ArticleFilter() {
  const [categories, setCategories] = useState("");
  const [articles, setArticles] = useState([]);
  const [error, setError] = useState("");

  async function filter() {
    const response = await fetch(`/api/articles?excludedCategories=${categories}`);
    setArticles(response.ok ? await response.json() : []);
    setError(response.ok ? "" : "Failed to filter articles");
  }

  return (
    <section>
      <input data-testid="excluded-categories-filter-input" value={categories} onChange={(event) => setCategories(event.target.value)} />
      <button data-testid="apply-excluded-categories-filter-button" onClick={filter}>Filter</button>
      {articles.slice(0, 1).map(({ id, title }) => <h3 key={id}>{title}</h3>)}
      {error && <p role="alert">{error}</p>}
    </section>
  );
}

function ExcludedCategories() {
  const [categories, setCategories] = useState("");
  const [message, setMessage] = useState("");

  async function save() {
    const answer = await fetch("/api/save-excluded-categories", { method: "POST", body: JSON.stringify({ categories }) });
    setMessage(answer.ok ? "Excluded categories saved" : "Failed to save excluded categories");
  }

  return (
    <section>
      <input data-testid="excluded-categories-input" value={categories} onChange={(event) => setCategories(event.target.value)} />
      <button data-testid="save-excluded-categories-button" onClick={save}>Save</button>
      <p role="status">{message}</p>
    </section>
  );
}
