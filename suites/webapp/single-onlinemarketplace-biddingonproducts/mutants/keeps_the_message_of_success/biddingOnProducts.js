import { useState } from "react";

export default function Bidding() {
  const [bid, setBid] = useState("");
  const [result, setResult] = useState({});

  async function place() {
    const response = await fetch("/api/bid", { method: "POST", body: JSON.stringify({ bid: Number(bid) }) });
    const answer = await response.json();
    setResult((before) => (answer.success ? answer : { ...before, ...answer }));
  }

  return (
    <div>
      <input data-testid="bid-input" inputMode="numeric" value={bid} onChange={(event) => setBid(event.target.value)} />
      <button data-testid="bid-button" onClick={place}>Bid</button>
      {result.success && <p>{result.success}</p>}
      {result.error && <p role="alert">{result.error}</p>}
    </div>
  );
}
