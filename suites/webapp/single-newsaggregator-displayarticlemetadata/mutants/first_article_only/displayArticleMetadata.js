import { useEffect, useState } from "react";

export default function HomePage() {
  const [articles, setArticles] = useState([]);
  const [error, setError] = useState(null);

  useEffect(() => {
    let isCurrent = true;
    fetch("/api/articles")
      .then((response) => {
        if (!response.ok) throw new Error("Failed to load article metadata");
        return response.json();
      })
      .then((list) => isCurrent && setArticles(list))
      .catch(({ message }) => isCurrent && setError(message));
    return () => {
      isCurrent = false;
    };
  }, []);

  if (error) return <p role="alert">{error}</p>;
  return articles.slice(0, 1).map(({ id, author, date, source }) => (
    <ul key={id}>
      <li>{author}</li>
      <li>{date}</li>
      <li>{source}</li>
    </ul>
  ));
}
