import { useState } from "react";

export default function Planner() {
  return (
    <>
      <Itinerary />
      <FlightFilter />
    </>
  );
}

function Itinerary() {
  const [name, setName] = useState("");
  const [events, setEvents] = useState([]);
  const [error, setError] = useState("");

  async function add() {
    const response = await fetch("/api/add-event", { method: "POST", body: JSON.stringify({ name }) });
    if (response.ok) setEvents([...events, name]);
    setError(response.ok ? "" : (await response.json()).error);
  }

  return (
    <section>
      <input data-testid="event-input" value={name} onChange={(event) => setName(event.target.value)} />
      <button data-testid="add-event-button" onClick={add}>Add</button>
      <ul>{events.map((event) => <li key={event} data-testid={event.toLowerCase()}>{event}</li>)}</ul>
      {error && <p role="alert">{error}</p>}
    </section>
  );
}

function FlightFilter() {
  const [isOpen, setIsOpen] = useState(false);
  const [by, setBy] = useState("");
  const [flights, setFlights] = useState([]);
  const [error, setError] = useState("");

  async function apply() {
    try {
      const answer = await fetch(`/api/flights?filter=${by}`);
      setFlights((await answer.json()).flights);
      setError("");
    } catch (reason) {
      setFlights([]);
      setError(reason.message);
    }
  }

  return (
    <section>
      <button onClick={() => setIsOpen(true)}>Filter</button>
      {isOpen && (
        <div>
          <label htmlFor="by">Sort By</label>
          <input id="by" value={by} onChange={(event) => setBy(event.target.value)} />
          <button onClick={apply}>Apply</button>
        </div>
      )}
      <ul>{flights.slice(0, 1).map((flight) => <li key={flight.id}>{flight.airline}</li>)}</ul>
      {error && <p role="alert">{error}</p>}
    </section>
  );
}
