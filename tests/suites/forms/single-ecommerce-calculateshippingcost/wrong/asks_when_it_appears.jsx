import { useEffect, useState } from "react";
export default function Shipping() {
  const [text, setText] = useState("");
  const load = () => fetch("/api/cart/shipping").then(async (r) => setText(r.ok ? `Shipping: $${(await r.json()).shipping}` : "Failed to calculate shipping"));
  useEffect(() => { load(); }, []);
  return <><button data-testid="calculate-shipping" onClick={load}>Calculate</button><p>{text}</p></>;
}
