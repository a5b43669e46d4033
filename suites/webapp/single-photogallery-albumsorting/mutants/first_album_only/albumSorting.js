import { useState } from "react";

export default function Albums() {
  const [sortBy, setSortBy] = useState("name");
  const [albums, setAlbums] = useState([]);
  const [hasFailed, setHasFailed] = useState(false);

  async function sort() {
    try {
      const response = await fetch(`/api/albums?sortBy=${sortBy}`);
      setAlbums(await response.json());
      setHasFailed(false);
    } catch {
      setAlbums([]);
      setHasFailed(true);
    }
  }

  return (
    <>
      <select data-testid="sort-select" value={sortBy} onChange={(event) => setSortBy(event.target.value)}>
        <option value="name">Name</option>
        <option value="date">Date</option>
      </select>
      <button data-testid="sort-button" onClick={sort}>Sort</button>
      {albums.slice(0, 1).map(({ id, name }) => <p key={id} data-testid={`album-${id}`}>{name}</p>)}
      {hasFailed && <p data-testid="sort-failure">The albums could not be sorted.</p>}
    </>
  );
}
