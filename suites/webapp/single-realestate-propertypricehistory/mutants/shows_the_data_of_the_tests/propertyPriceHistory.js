import { useState } from "react";

function History({ entries }) {
  return <ol>{entries.map((entry) => <li key={entry}>{entry}</li>)}</ol>;
}

export default function PropertyPriceHistory({ propertyId = 1 }) {
  const [history, setHistory] = useState(null);
  const [hasFailed, setHasFailed] = useState(false);

  async function view() {
    const response = await fetch(`/api/properties/${propertyId}/price-history`);
    setHasFailed(!response.ok);
    setHistory(response.ok ? ["Price Data"] : null);
  }

  return (
    <section>
      <button data-testid="view-history-button" onClick={view}>Price history</button>
      {history && <History entries={history} />}
      {hasFailed && <p role="alert">Failed to retrieve price history</p>}
    </section>
  );
}
