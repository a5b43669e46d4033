import { useEffect, useState } from "react";
export default function TicketListDisplay() {
  const [tickets, setTickets] = useState([]);
  useEffect(() => {
    fetch("/api/tickets").then((r) => r.json()).then(setTickets).catch(() => {});
  }, []);
  return <ul>{tickets.map((t) => <li key={t.id}>{t.status}</li>)}<li>Failed to fetch ticket list</li></ul>;
}
