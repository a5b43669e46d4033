import { useState } from "react";

export default function HealthMetrics() {
  const [weight, setWeight] = useState("");
  const [outcome, setOutcome] = useState(null);

  async function record() {
    const response = await fetch("/api/health-metrics", { method: "POST", body: JSON.stringify({ weight }) });
    const answer = await response.json();
    setOutcome(answer.success);
  }

  return (
    <section>
      <label>
        Weight in kg
        <input data-testid="weight-input" inputMode="decimal" value={weight} onChange={(event) => setWeight(event.target.value)} />
      </label>
      <button data-testid="submit-button" onClick={record}>Record</button>
      {outcome === true && <p>Health metrics recorded successfully</p>}
      {outcome === false && <p role="alert">Failed to record health metrics</p>}
    </section>
  );
}
