import { useState } from "react";

export default function TicketResolutionRate() {
  const [date, setDate] = useState("");
  const [rate, setRate] = useState(null);
  const [hasFailed, setHasFailed] = useState(false);

  async function report() {
    const response = await fetch("/api/report/resolution-rate", { method: "POST", body: JSON.stringify({ date }) });
    const answer = await response.json();
    if (!response.ok) setHasFailed(true);
    setRate(response.ok ? answer.data.resolutionRate : null);
  }

  return (
    <section>
      <input type="date" data-testid="date-picker" value={date} onChange={(event) => setDate(event.target.value)} />
      <button data-testid="generate-resolution-rate-report" onClick={report}>Report</button>
      {rate !== null && <p>{`Resolution Rate: ${Math.round(rate * 100)}%`}</p>}
      {hasFailed && <p data-testid="error-message">The report could not be made.</p>}
    </section>
  );
}
