import { useState } from "react";

export default function EventPage() {
  return (
    <>
      <Registration />
      <TicketDuplication />
    </>
  );
}

function Registration() {
  const [message, setMessage] = useState("");

  async function register(event) {
    event.preventDefault();
    setMessage("Registration successful");
    const response = await fetch("/register-attendee", { method: "POST" });
    if (response.ok) setMessage("Registration successful");
    else setMessage(response.status === 403 ? "The registration deadline has passed" : "Please try again");
  }

  return (
    <form onSubmit={register}>
      <button>Submit</button>
      <p role="status">{message}</p>
    </form>
  );
}

function TicketDuplication() {
  const [message, setMessage] = useState("");

  async function duplicate() {
    try {
      const answer = await fetch("/duplicateTicket", { method: "POST" });
      setMessage(answer.ok ? "Ticket duplicated" : "Unable to duplicate ticket.");
    } catch {
      setMessage("Unable to duplicate ticket.");
    }
  }

  return (
    <section>
      <button data-testid="duplicateTicketButton" onClick={duplicate}>Duplicate</button>
      <p role="status">{message}</p>
    </section>
  );
}
