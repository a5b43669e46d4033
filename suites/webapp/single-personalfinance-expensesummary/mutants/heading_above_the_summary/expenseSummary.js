import { useState } from "react";

export default function ExpenseSummary() {
  const [message, setMessage] = useState("");

  async function generate() {
    const response = await fetch("/api/summary");
    const { summary, error } = await response.json();
    setMessage(response.ok ? <><b>Summary generated:</b> {summary}</> : error);
  }

  return (
    <main>
      <button data-testid="generate-summary-btn" onClick={generate}>Generate summary</button>
      <p role="status">{message}</p>
    </main>
  );
}
