import { useEffect, useState } from "react";

type Props = { search: (query: string) => Promise<string[]> };

export default function Search({ search }: Props) {
  const [query, setQuery] = useState("");
  const [results, setResults] = useState<string[]>([]);
  const [error, setError] = useState("");

  useEffect(() => {
    if (!query) {
      setResults([]);
      setError("");
      return;
    }
    let isLatest = true;
    search(query)
      .then((found) => {
        setResults(found);
        setError("");
      })
      .catch(() => {
        if (isLatest) setError("Search failed");
      });
    return () => {
      isLatest = false;
    };
  }, [query, search]);

  return (
    <div>
      <label>
        Search <input value={query} onChange={(event) => setQuery(event.target.value)} />
      </label>
      {error && <p role="alert">{error}</p>}
      <ul>
        {results.map((result) => (
          <li key={result}>{result}</li>
        ))}
      </ul>
    </div>
  );
}
