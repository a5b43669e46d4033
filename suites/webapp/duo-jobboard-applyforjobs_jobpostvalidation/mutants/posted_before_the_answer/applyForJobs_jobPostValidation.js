import { useState } from "react";

export default function JobBoard() {
  return (
    <>
      <Application />
      <JobForm />
    </>
  );
}

function Application() {
  const [jobId, setJobId] = useState("");
  const [message, setMessage] = useState("");

  async function apply() {
    const response = await fetch("/apply", { method: "POST", body: JSON.stringify({ jobId }) });
    setMessage(response.ok ? "Application Successful" : "Failed to Apply");
  }

  return (
    <section>
      <input data-testid="job-id-input" value={jobId} onChange={(event) => setJobId(event.target.value)} />
      <button data-testid="apply-button" onClick={apply}>Apply</button>
      <p role="status">{message}</p>
    </section>
  );
}

function JobForm() {
  const [message, setMessage] = useState("");

  async function submit(event) {
    event.preventDefault();
    const values = Object.fromEntries(new FormData(event.target));
    setMessage("Job posted successfully!");
    const answer = await fetch("/api/job", { method: "POST", body: JSON.stringify(values) });
    setMessage(answer.ok ? "Job posted successfully!" : "Please fill out all required fields");
  }

  return (
    <form onSubmit={submit}>
      <label>Job Title <input name="title" /></label>
      <label>Description <textarea name="description" /></label>
      <button>Submit</button>
      <p role="status">{message}</p>
    </form>
  );
}
