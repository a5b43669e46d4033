import { useState } from "react";

export default function Marketplace() {
  return (
    <>
      <Shipping />
      <Promotion />
    </>
  );
}

async function post(address, values) {
  const response = await fetch(address, { method: "POST", body: JSON.stringify(values) });
  const text = await response.text();
  return { ok: response.ok, body: text.startsWith("{") ? JSON.parse(text) : {} };
}

function Shipping() {
  const [location, setLocation] = useState("");
  const [message, setMessage] = useState("");
  const calculate = async () => {
    const { ok, body } = await post("/api/shipping", { location });
    setMessage(ok ? `Shipping cost: $${body.cost}` : "Failed to calculate shipping");
  };
  return (
    <section>
      <input data-testid="location-input" value={location} onChange={(event) => setLocation(event.target.value)} />
      <button onClick={calculate}>Calculate Shipping</button>
      <p role="status">{message}</p>
    </section>
  );
}

function Promotion() {
  const [promotion, setPromotion] = useState("");
  const [message, setMessage] = useState("");
  const update = async () => {
    setMessage("Promotion updated successfully");
    const { ok, body } = await post("/api/manage-promotion", { promotion });
    setMessage(ok ? body.message : body.error);
  };
  return (
    <section>
      <input data-testid="promotion-input" value={promotion} onChange={(event) => setPromotion(event.target.value)} />
      <button data-testid="update-promotion-button" onClick={update}>Update</button>
      <p role="status">{message}</p>
    </section>
  );
}
