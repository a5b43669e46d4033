import { useReducer } from "react";
const start = { category: "", amount: "", budget: "", split: "" };
export default function App() {
  const [state, set] = useReducer((s, patch) => Object.assign({}, s, patch), start);
  async function onDelete() {
    const res = await fetch("/api/delete-budget", { method: "delete", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ category: state.category }) });
    const data = await res.json();
    set({ budget: data.success ? "Budget deleted successfully!" : data.error });
  }
  const onSplit = () => fetch("/api/split-expense", { method: "POST", body: state.amount })
    .then((res) => res.json())
    .then((data) => { if (!data.success) throw new Error("Error splitting expense."); set({ split: "Expense split successfully!" }); })
    .catch((error) => set({ split: error.message }));
  return (
    <>
      <input data-testid="category-input" value={state.category} onChange={(e) => set({ category: e.target.value })} />
      <button data-testid="delete-budget-btn" onClick={onDelete}>Delete Budget</button>
      {state.budget && <div>{state.budget}</div>}
      <input data-testid="split-expense-input" type="number" value={state.amount} onChange={(e) => set({ amount: e.target.value })} />
      <button data-testid="submit-split-expense-button" onClick={onSplit}>Split</button>
      {state.split && <div>{state.split}</div>}
    </>
  );
}
