import { useState } from "react";

export default function Properties() {
  return (
    <>
      <PriceSearch />
      <DateSort />
    </>
  );
}

function PriceSearch() {
  const [range, setRange] = useState({ min: "", max: "" });
  const [result, setResult] = useState({ properties: [], error: "" });

  async function search(event) {
    event.preventDefault();
    const response = await fetch(`/api/properties?minPrice=${range.min}&maxPrice=${range.max}`);
    const answer = await response.json();
    setResult(response.ok ? { properties: answer, error: "" } : { properties: [], error: answer.error });
  }

  return (
    <form onSubmit={search}>
      <label>Min price <input value={range.min} onChange={(event) => setRange({ ...range, min: event.target.value })} /></label>
      <label>Max price <input value={range.max} onChange={(event) => setRange({ ...range, max: event.target.value })} /></label>
      <button>Search</button>
      <ul>{result.properties.slice(0, 1).map(({ id, price }) => <li key={id}>{price}</li>)}</ul>
      <p role="alert">{result.error}</p>
    </form>
  );
}

function DateSort() {
  const [direction, setDirection] = useState("asc");
  const [listings, setListings] = useState(null);
  const [error, setError] = useState("");

  async function sort() {
    const answer = await fetch("/properties?sort=date");
    setListings(answer.ok ? await answer.json() : null);
    setError(answer.ok ? "" : "Failed to sort properties by date");
  }

  const ordered = listings && (direction === "desc" ? [...listings].reverse() : listings);
  return (
    <section>
      <select data-testid="sortDate" value={direction} onChange={(event) => setDirection(event.target.value)}>
        <option value="asc">Oldest first</option>
        <option value="desc">Newest first</option>
      </select>
      <button data-testid="submitSort" onClick={sort}>Sort</button>
      {ordered && <ul data-testid="listingResult">{ordered.map(({ id, address }) => <li key={id}>{address}</li>)}</ul>}
      <p role="alert">{error}</p>
    </section>
  );
}
