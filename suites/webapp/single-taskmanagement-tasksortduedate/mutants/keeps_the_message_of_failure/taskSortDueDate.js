import { useState } from "react";

export default function TaskList() {
  const [field, setField] = useState("");
  const [tasks, setTasks] = useState([]);
  const [error, setError] = useState("");

  async function sort() {
    setTasks([]);
    const response = await fetch(`/api/tasks?sort=${field}`);
    if (!response.ok) return setError("Failed to sort tasks.");
    setTasks((await response.json()).tasks);
  }

  return (
    <>
      <input placeholder="Sort by" list="fields" value={field} onChange={(event) => setField(event.target.value)} />
      <datalist id="fields">
        <option value="dueDate" />
        <option value="title" />
      </datalist>
      <button onClick={sort}>Sort</button>
      <ul>
        {tasks.map(({ id, title, dueDate }) => (
          <li key={id}>
            <span>{title}</span> <time>{dueDate}</time>
          </li>
        ))}
      </ul>
      {error && <p role="alert">{error}</p>}
    </>
  );
}
