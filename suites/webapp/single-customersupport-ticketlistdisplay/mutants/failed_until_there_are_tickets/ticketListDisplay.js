import { useEffect, useState } from "react";

export default function TicketList() {
  const [tickets, setTickets] = useState([]);
  const [error, setError] = useState("");

  useEffect(() => {
    async function load() {
      const response = await fetch("/api/tickets");
      if (!response.ok) return setError("Failed to fetch ticket list");
      setTickets(await response.json());
    }
    load();
  }, []);

  return (
    <>
      <ul>
        {tickets.map(({ id, status }) => (
          <li key={id}>
            Ticket {id} <strong>{status}</strong>
          </li>
        ))}
      </ul>
      {tickets.length === 0 && <p role="alert">Failed to fetch ticket list</p>}
    </>
  );
}
