import { useState } from "react";

export default function Milestone() {
  const [isEditing, setIsEditing] = useState(false);
  const [title, setTitle] = useState("");
  const [message, setMessage] = useState("");

  async function save() {
    setMessage("Milestone updated successfully");
    const response = await fetch("/api/milestones/edit", { method: "PUT", body: JSON.stringify({ title }) });
    setMessage(response.ok ? "Milestone updated successfully" : "Failed to update milestone");
    if (response.ok) setIsEditing(false);
  }

  if (!isEditing) {
    return (
      <>
        <button data-testid="edit-milestone-button" onClick={() => setIsEditing(true)}>Edit</button>
        <p role="status">{message}</p>
      </>
    );
  }
  return (
    <>
      <input data-testid="milestone-input" value={title} onChange={(event) => setTitle(event.target.value)} />
      <button data-testid="save-milestone-button" onClick={save}>Save</button>
      <p role="alert">{message}</p>
    </>
  );
}
