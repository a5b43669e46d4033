import { useState } from "react";

export default function ShoppingList({ recipeId = 1 }) {
  const [result, setResult] = useState({ role: "status", message: "" });

  async function generate() {
    setResult({ role: "status", message: "Shopping list generated" });
    const response = await fetch(`/api/recipe/${recipeId}/shopping-list`, { method: "POST" });
    const { message } = await response.json();
    setResult({ role: response.ok ? "status" : "alert", message });
  }

  return (
    <>
      <button onClick={generate}>Generate Shopping List</button>
      <p role={result.role}>{result.message}</p>
    </>
  );
}
