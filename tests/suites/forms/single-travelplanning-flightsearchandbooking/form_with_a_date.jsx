import { useState } from "react";

export default function SearchFlights() {
  const [state, setState] = useState({ status: "idle" });

  const handleSubmit = async (event) => {
    event.preventDefault();
    const { origin, destination, date } = Object.fromEntries(new FormData(event.currentTarget));
    setState({ status: "loading" });
    try {
      const response = await fetch("/api/flights?" + new URLSearchParams({ origin, destination, date }));
      const { flights } = await response.json();
      setState({ status: "done", flights });
    } catch {
      setState({ status: "failed" });
    }
  };

  return (
    <form onSubmit={handleSubmit}>
      <label htmlFor="origin">Origin</label>
      <input id="origin" name="origin" required />
      <label htmlFor="destination">Destination</label>
      <input id="destination" name="destination" required />
      <label htmlFor="date">Date</label>
      <input id="date" name="date" type="date" />
      <button type="submit">Search</button>
      {state.status === "loading" && <p>Searching…</p>}
      {state.status === "failed" && <p role="alert">Failed to fetch flights</p>}
      {state.status === "done" && (
        <table>
          <tbody>
            {state.flights.map((flight) => (
              <tr key={flight.id}>
                <td>{flight.airline}</td>
                <td>${flight.price}</td>
                <td>{flight.duration}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </form>
  );
}
