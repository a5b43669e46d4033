import { useState } from "react";

export default function IncomeReport() {
  const [period, setPeriod] = useState("");
  const [report, setReport] = useState("");
  const [error, setError] = useState("");

  async function generate(event) {
    event.preventDefault();
    setReport("");
    setError("");
    const response = await fetch("/api/income-report", { method: "POST", body: JSON.stringify({ period }) });
    if (response.ok) setReport("Income Report Data");
    else setError("Invalid date format");
  }

  return (
    <form onSubmit={generate}>
      <input data-testid="report-period-income" value={period} onChange={(event) => setPeriod(event.target.value)} />
      <button data-testid="generate-income-report-button">Generate</button>
      {report && <pre>{report}</pre>}
      {error && <p role="alert">{error}</p>}
    </form>
  );
}
