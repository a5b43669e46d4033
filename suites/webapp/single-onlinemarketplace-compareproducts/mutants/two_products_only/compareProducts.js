import { useState } from "react";

export default function ComparePage() {
  const [products, setProducts] = useState([]);
  const [error, setError] = useState("");

  async function compare() {
    setError("");
    setProducts([]);
    const response = await fetch("/api/compare", { method: "POST" });
    const answer = await response.json();
    if (response.ok) setProducts(answer);
    else setError(answer.message);
  }

  return (
    <>
      <button onClick={compare}>Compare Products</button>
      <table>
        <tbody>{products.slice(0, 2).map((product) => <tr key={product.id}><td>{product.name}</td></tr>)}</tbody>
      </table>
      <p role="alert">{error}</p>
    </>
  );
}
