import React, { useMemo, useState } from "react";

export default function List({ names = [] }) {
  const [query, setQuery] = useState("");
  const matches = useMemo(
    () => names.filter((name) => name.toUpperCase().includes(query.trim().toUpperCase())),
    [names, query],
  );
  return (
    <>
      <input aria-label="Search names" placeholder="Search" value={query} onChange={({ target }) => setQuery(target.value)} />
      {query !== "" && <button onClick={() => setQuery("")} aria-label="Clear">×</button>}
      <div>{matches.length} of {names.length}</div>
      {matches.map((name, index) => <div role="listitem" key={index}>{name}</div>)}
      {!matches.length && <em>Nothing found for “{query}”</em>}
    </>
  );
}
