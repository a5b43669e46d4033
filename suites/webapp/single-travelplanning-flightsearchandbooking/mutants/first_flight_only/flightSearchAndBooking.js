import { useState } from "react";

export default function SearchFlights() {
  const [form, setForm] = useState({ origin: "", destination: "", date: "" });
  const [flights, setFlights] = useState([]);
  const [error, setError] = useState("");
  const field = (name, label) => (
    <label>
      {label} <input value={form[name]} onChange={(event) => setForm({ ...form, [name]: event.target.value })} />
    </label>
  );

  async function search() {
    try {
      const response = await fetch(`/api/flights?origin=${form.origin}&destination=${form.destination}&date=${form.date}`);
      setFlights((await response.json()).flights);
      setError("");
    } catch (problem) {
      setFlights([]);
      setError(problem.message);
    }
  }

  return (
    <>
      {field("origin", "Origin")}
      {field("destination", "Destination")}
      {field("date", "Date")}
      <button onClick={search}>Search</button>
      <ul>{flights.slice(0, 1).map((flight) => <li key={flight.id}><b>{flight.airline}</b> {flight.price} {flight.duration}</li>)}</ul>
      <p role="status">{error}</p>
    </>
  );
}
