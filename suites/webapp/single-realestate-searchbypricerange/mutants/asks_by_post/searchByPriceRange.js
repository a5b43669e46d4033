import { useState } from "react";

export default function PropertySearch() {
  const [min, setMin] = useState("");
  const [max, setMax] = useState("");
  const [homes, setHomes] = useState([]);
  const [error, setError] = useState("");

  async function find(event) {
    event.preventDefault();
    const response = await fetch("/api/properties", { method: "POST", body: JSON.stringify({ minPrice: min, maxPrice: max }) });
    const answer = await response.json();
    setHomes(response.ok ? answer : []);
    setError(response.ok ? "" : answer.error);
  }

  return (
    <form onSubmit={find}>
      <label>Min price <input value={min} onChange={(event) => setMin(event.target.value)} /></label>
      <label>Max price <input value={max} onChange={(event) => setMax(event.target.value)} /></label>
      <button>Search</button>
      <ul>{homes.map((home) => <li key={home.id}>{home.price}</li>)}</ul>
      <p role="status">{error}</p>
    </form>
  );
}
