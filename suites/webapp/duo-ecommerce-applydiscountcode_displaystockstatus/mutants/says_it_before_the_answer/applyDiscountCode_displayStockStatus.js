import { useState } from "react";

export default function Shop() {
  return (
    <>
      <Discount />
      <Product id={1} name="Product 1" />
    </>
  );
}

function Discount() {
  const [code, setCode] = useState("");
  const [message, setMessage] = useState("");

  async function apply() {
    setMessage("Discount Applied successfully");
    const response = await fetch("/api/cart/discount", { method: "POST", body: JSON.stringify({ code }) });
    setMessage(response.ok ? "Discount Applied successfully" : "Failed to apply discount");
  }

  return (
    <section>
      <input data-testid="discount-code" value={code} onChange={(event) => setCode(event.target.value)} />
      <button data-testid="apply-discount" onClick={apply}>Apply</button>
      <p role="status">{message}</p>
    </section>
  );
}

function Product({ id, name }) {
  const [status, setStatus] = useState("");

  async function show() {
    const answer = await fetch(`/api/products/${id}`);
    setStatus(answer.ok ? (await answer.json()).stock : "Product not found");
  }

  return (
    <section>
      <button onClick={show}>{name}</button>
      <p role="status">{status}</p>
    </section>
  );
}
