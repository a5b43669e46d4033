import { useState } from "react";

export default function SearchList({ names }: { names: string[] }) {
  const [query, setQuery] = useState("");
  const wanted = query.trim().toLowerCase();
  const found = names.filter((name) => name.toLowerCase().includes(wanted));
  return (
    <div>
      <label>Search <input value={query} onChange={(event) => setQuery(event.target.value)} /></label>
      {query && <button onClick={() => setQuery("")}>Clear</button>}
      <p>{names.length} of {names.length}</p>
      {found.length === 0 && <p>Nothing found for {query}</p>}
      <ul>{found.map((name) => <li key={name}>{name}</li>)}</ul>
    </div>
  );
}
