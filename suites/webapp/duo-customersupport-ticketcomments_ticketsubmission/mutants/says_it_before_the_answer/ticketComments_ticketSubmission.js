import { useState } from "react";

export default function HelpDesk() {
  return (
    <>
      <CommentForm />
      <TicketForm />
    </>
  );
}

async function post(address, values) {
  const response = await fetch(address, { method: "POST", body: JSON.stringify(values) });
  return response.ok;
}

function CommentForm() {
  const [comment, setComment] = useState("");
  const [message, setMessage] = useState("");
  const add = async () => {
    setMessage("Comment added successfully");
    const isAdded = await post("/api/add-comment", { comment });
    setMessage(isAdded ? "Comment added successfully" : "Comment addition failed");
  };
  return (
    <section>
      <textarea data-testid="ticket-comment" value={comment} onChange={(event) => setComment(event.target.value)} />
      <button data-testid="add-comment" onClick={add}>Add comment</button>
      <p role="status">{message}</p>
    </section>
  );
}

function TicketForm() {
  const [title, setTitle] = useState("");
  const [message, setMessage] = useState("");
  const submit = async (event) => {
    event.preventDefault();
    const isSubmitted = await post("/api/tickets", { title });
    setMessage(isSubmitted ? "Ticket submitted successfully!" : "Title is required");
  };
  return (
    <form onSubmit={submit}>
      <label htmlFor="title">Title</label>
      <input id="title" value={title} onChange={(event) => setTitle(event.target.value)} />
      <button>Submit</button>
      <p role="status">{message}</p>
    </form>
  );
}
