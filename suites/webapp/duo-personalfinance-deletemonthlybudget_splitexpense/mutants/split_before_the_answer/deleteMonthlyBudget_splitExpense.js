import { useState } from "react";

export default function Finances() {
  return (
    <>
      <BudgetDeletion />
      <ExpenseSplit />
    </>
  );
}

function BudgetDeletion() {
  const [category, setCategory] = useState("");
  const [message, setMessage] = useState("");

  async function remove() {
    const response = await fetch("/api/delete-budget", { method: "DELETE", body: JSON.stringify({ category }) });
    const { error } = await response.json();
    setMessage(response.ok ? "Budget deleted successfully!" : error);
  }

  return (
    <section>
      <input data-testid="category-input" value={category} onChange={(event) => setCategory(event.target.value)} />
      <button data-testid="delete-budget-btn" onClick={remove}>Delete</button>
      <p role="status">{message}</p>
    </section>
  );
}

function ExpenseSplit() {
  const [amount, setAmount] = useState("");
  const [message, setMessage] = useState("");

  async function split(event) {
    event.preventDefault();
    setMessage("Expense split successfully!");
    const answer = await fetch("/api/split-expense", { method: "POST", body: JSON.stringify({ amount: Number(amount) }) });
    const { success } = await answer.json();
    setMessage(success ? "Expense split successfully!" : "Error splitting expense.");
  }

  return (
    <form onSubmit={split}>
      <input data-testid="split-expense-input" value={amount} onChange={(event) => setAmount(event.target.value)} />
      <button data-testid="submit-split-expense-button">Split</button>
      <p role="status">{message}</p>
    </form>
  );
}
