import { useEffect, useState } from "react";

export default function ShippingCost() {
  const [text, setText] = useState("");
  const calculate = () =>
    fetch("/api/cart/shipping")
      .then((response) => (response.ok ? response.json() : Promise.reject(new Error(response.status))))
      .then(({ shipping }) => setText(`Shipping: $${shipping}`))
      .catch(() => setText("Failed to calculate shipping"));

  useEffect(() => void calculate(), []);

  return (
    <div>
      <button data-testid="calculate-shipping" onClick={calculate}>Calculate shipping</button>
      <output>{text}</output>
    </div>
  );
}
