import { useState } from "react";

export default function AssignTask() {
  const [task, setTask] = useState("");
  const [project, setProject] = useState("");
  const [message, setMessage] = useState("");

  async function assign() {
    setMessage("Task assigned successfully!");
    const response = await fetch("/api/assignTask", { method: "POST", body: JSON.stringify({ taskId: task, projectId: project }) });
    setMessage(response.ok ? "Task assigned successfully!" : "Failed to assign task.");
  }

  return (
    <div>
      <select data-testid="task-select" value={task} onChange={(event) => setTask(event.target.value)}>
        <option value="">Task …</option>
        <option value="1">Write the report</option>
      </select>
      <select data-testid="project-select" value={project} onChange={(event) => setProject(event.target.value)}>
        <option value="">Project …</option>
        <option value="1">Annual report</option>
      </select>
      <button onClick={assign}>Assign</button>
      <p>{message}</p>
    </div>
  );
}
