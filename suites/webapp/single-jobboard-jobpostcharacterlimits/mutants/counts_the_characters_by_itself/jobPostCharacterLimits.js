import { useState } from "react";

export default function JobPosting() {
  const [job, setJob] = useState({ title: "", description: "" });
  const [message, setMessage] = useState("");
  const change = ({ target }) => setJob((old) => ({ ...old, [target.id]: target.value }));

  async function submit(event) {
    event.preventDefault();
    if (job.description.length > 1000) return setMessage("Description exceeds character limit");
    const response = await fetch("/api/job", { method: "POST", body: JSON.stringify(job) });
    setMessage(response.ok ? "Job posted successfully!" : "Description exceeds character limit");
  }

  return (
    <form onSubmit={submit}>
      <label htmlFor="title">Job Title</label>
      <input id="title" value={job.title} onChange={change} />
      <label htmlFor="description">Description</label>
      <textarea id="description" value={job.description} onChange={change} />
      <button>Submit</button>
      {message && <strong>{message}</strong>}
    </form>
  );
}
