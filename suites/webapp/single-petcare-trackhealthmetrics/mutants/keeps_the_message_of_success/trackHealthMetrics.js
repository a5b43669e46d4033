import { useState } from "react";

export default function HealthMetrics() {
  const [weight, setWeight] = useState("");
  const [outcome, setOutcome] = useState({});

  async function record() {
    const { ok } = await fetch("/api/health-metrics", { method: "POST", body: JSON.stringify({ weight }) });
    setOutcome((before) => ({ isRecorded: ok || before.isRecorded, hasFailed: !ok }));
  }

  return (
    <section>
      <label>
        Weight in kg
        <input data-testid="weight-input" inputMode="decimal" value={weight} onChange={(event) => setWeight(event.target.value)} />
      </label>
      <button data-testid="submit-button" onClick={record}>Record</button>
      {outcome.isRecorded && <p>Health metrics recorded successfully</p>}
      {outcome.hasFailed && <p role="alert">Failed to record health metrics</p>}
    </section>
  );
}
