import React, { useState } from "react";

export default function App() {
  const [eventName, setEventName] = useState("");
  const [events, setEvents] = useState([]);
  const [eventError, setEventError] = useState("");
  const [showFilter, setShowFilter] = useState(false);
  const [filter, setFilter] = useState("price");
  const [flights, setFlights] = useState([]);
  const [flightError, setFlightError] = useState("");

  const addEvent = async () => {
    const before = events;
    setEventError("");
    setEvents([...events, eventName]);
    const response = await fetch("/api/add-event", { method: "POST", body: JSON.stringify({ event: eventName }) });
    if (response.ok) return;
    setEvents(before);
    setEventError((await response.json()).error);
  };

  const applyFilter = () => {
    setFlightError("");
    return fetch(`/api/flights?filter=${filter}`)
      .then((response) => response.json())
      .then((data) => setFlights(data.flights))
      .catch((error) => {
        setFlights([]);
        setFlightError(error.message);
      });
  };

  return (
    <div>
      <input data-testid="event-input" value={eventName} onChange={(e) => setEventName(e.target.value)} />
      <button data-testid="add-event-button" onClick={addEvent}>Add event</button>
      {events.map((event, i) => <p key={i} data-testid={`event${i + 1}`}>{event}</p>)}
      {eventError && <p>{eventError}</p>}
      <button onClick={() => setShowFilter((shown) => !shown)}>Filter</button>
      {showFilter && (
        <label>
          Sort By
          <select value={filter} onChange={(e) => setFilter(e.target.value)}>
            <option value="price">Price</option>
            <option value="duration">Duration</option>
          </select>
        </label>
      )}
      {showFilter && <button onClick={applyFilter}>Apply</button>}
      {flights.map((flight) => <p key={flight.id}><strong>{flight.airline}</strong> {flight.duration}</p>)}
      {flightError && <p>{flightError}</p>}
    </div>
  );
}
