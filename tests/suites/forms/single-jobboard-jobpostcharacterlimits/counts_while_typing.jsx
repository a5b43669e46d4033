import React, { useState } from "react";

const LIMIT = 1000;

export default function JobPostingComponent() {
  const [title, setTitle] = useState("");
  const [description, setDescription] = useState("");
  const [result, setResult] = useState(null);

  const submit = async () => {
    setResult(null);
    const response = await fetch("/api/job", { method: "POST", body: JSON.stringify({ title, description }) });
    if (response.status === 201) setResult({ isPosted: true, text: "Job posted successfully!" });
    else setResult({ isPosted: false, text: description.length > LIMIT ? "Description exceeds character limit" : "Failed to post job" });
  };

  return (
    <section>
      <label>Job Title <input value={title} onChange={(e) => setTitle(e.target.value)} /></label>
      <label>Description <textarea value={description} onChange={(e) => setDescription(e.target.value)} /></label>
      <small>{description.length} of {LIMIT}</small>
      <button onClick={submit}>Submit</button>
      {result && <p style={{ color: result.isPosted ? "green" : "red" }}>{result.text}</p>}
    </section>
  );
}
