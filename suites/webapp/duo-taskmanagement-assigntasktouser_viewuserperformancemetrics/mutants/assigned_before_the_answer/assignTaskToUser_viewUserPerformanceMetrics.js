import { useState } from "react";

export default function Team() {
  const [task, setTask] = useState("");
  const [user, setUser] = useState("User1");
  const [message, setMessage] = useState("");

  async function assign() {
    setMessage("Task assigned successfully");
    const response = await fetch("/assign-task", { method: "POST", body: JSON.stringify({ task, user }) });
    setMessage(response.ok ? "Task assigned successfully" : "Error assigning task");
  }

  async function view() {
    const answer = await fetch(`/user-performance?user=${user}`);
    if (!answer.ok) return setMessage("Error fetching performance metrics");
    const { metrics } = await answer.json();
    setMessage(`Tasks completed: ${metrics.tasksCompleted}`);
  }

  return (
    <>
      <input data-testid="task-input" value={task} onChange={(event) => setTask(event.target.value)} />
      <select data-testid="user-select" value={user} onChange={(event) => setUser(event.target.value)}>
        <option>User1</option>
        <option>User2</option>
      </select>
      <button data-testid="assign-task-button" onClick={assign}>Assign</button>
      <button data-testid="view-metrics-button" onClick={view}>Performance</button>
      <p role="status">{message}</p>
    </>
  );
}
