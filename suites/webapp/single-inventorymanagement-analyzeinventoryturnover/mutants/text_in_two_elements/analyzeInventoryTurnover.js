import { useState } from "react";

export default function InventoryTurnover() {
  const [range, setRange] = useState("");
  const [text, setText] = useState("");

  async function analyze() {
    const response = await fetch("/api/inventory-turnover", { method: "POST", body: JSON.stringify({ range }) });
    const answer = await response.json();
    setText(answer.status === "success" ? <>Inventory Turnover: <b>{answer.data.turnover}</b></> : answer.message);
  }

  return (
    <>
      <input data-testid="date-range" value={range} onChange={(event) => setRange(event.target.value)} />
      <button data-testid="analyze-turnover" onClick={analyze}>Analyze</button>
      <p role="status">{text}</p>
    </>
  );
}
