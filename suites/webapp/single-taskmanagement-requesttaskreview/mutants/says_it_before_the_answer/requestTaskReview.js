import { useState } from "react";

const TASKS = ["Task1", "Task2"];
const USERS = ["User1", "User2"];

export default function ReviewRequest() {
  const [request, setRequest] = useState({ task: TASKS[0], user: USERS[0] });
  const [message, setMessage] = useState("");
  const change = (event) => setRequest({ ...request, [event.target.name]: event.target.value });

  async function send(event) {
    event.preventDefault();
    setMessage("Review requested successfully");
    const response = await fetch("/request-review", { method: "POST", body: JSON.stringify(request) });
    setMessage(response.ok ? "Review requested successfully" : "Error requesting review");
  }

  return (
    <form onSubmit={send}>
      <select name="task" data-testid="task-select" value={request.task} onChange={change}>
        {TASKS.map((name) => <option key={name}>{name}</option>)}
      </select>
      <select name="user" data-testid="user-select" value={request.user} onChange={change}>
        {USERS.map((name) => <option key={name}>{name}</option>)}
      </select>
      <button data-testid="request-review-button">Request review</button>
      <p role="status">{message}</p>
    </form>
  );
}
