import { useState } from "react";

export default function EventForm() {
  const [start, setStart] = useState("");
  const [end, setEnd] = useState("");
  const [isSaved, setIsSaved] = useState(false);
  const [error, setError] = useState("");

  async function submit() {
    if (!start || end <= start) return setError("End date must be after start date");
    const response = await fetch("/events", { method: "POST", body: JSON.stringify({ start, end }) });
    setIsSaved(response.ok);
    setError(response.ok ? "" : "End date must be after start date");
  }

  return (
    <div>
      <label>Start date <input type="datetime-local" value={start} onChange={(event) => setStart(event.target.value)} /></label>
      <label>End date <input type="datetime-local" value={end} onChange={(event) => setEnd(event.target.value)} /></label>
      <button onClick={submit}>Submit</button>
      {isSaved && <p data-testid="success-message">Saved.</p>}
      {error && <p role="alert">{error}</p>}
    </div>
  );
}
