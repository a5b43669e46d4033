import { useState } from "react";

export default function Variants({ productId }) {
  const [size, setSize] = useState("");
  const [notice, setNotice] = useState(null);

  async function add(event) {
    event.preventDefault();
    setNotice("Variant added successfully");
    const response = await fetch(`/api/products/${productId}/variants`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ size }),
    });
    setNotice(response.ok ? "Variant added successfully" : (await response.json()).message);
  }

  return (
    <form onSubmit={add}>
      <label>
        Size
        <input value={size} onChange={(event) => setSize(event.target.value)} />
      </label>
      <button type="submit">Add Variant</button>
      {notice && <p>{notice}</p>}
    </form>
  );
}
