import { useState, type FormEvent } from "react";

const CATEGORIES = ["Food", "Travel", "Other"];
type Expense = { what: string; amount: number; category: string };

export default function Expenses() {
  const [expenses, setExpenses] = useState<Expense[]>([]);
  const [what, setWhat] = useState("");
  const [amount, setAmount] = useState("");
  const [category, setCategory] = useState("Food");
  const add = (event: FormEvent) => {
    event.preventDefault();
    if (!what || !(Number(amount) > 0)) return;
    setExpenses([{ what: what.trim(), amount: Number(amount), category }, ...expenses]);
    setWhat("");
    setAmount("");
  };
  const sum = (some: Expense[]) => some.reduce((total, each) => total + each.amount, 0).toFixed(2);
  const used = CATEGORIES.filter((name) => expenses.some((each) => each.category === name));
  return (
    <div>
      <form onSubmit={add}>
        <label>What <input value={what} onChange={(event) => setWhat(event.target.value)} /></label>
        <label>Amount <input type="number" step="any" value={amount} onChange={(event) => setAmount(event.target.value)} /></label>
        <label>
          Category{" "}
          <select value={category} onChange={(event) => setCategory(event.target.value)}>
            {CATEGORIES.map((name) => <option key={name}>{name}</option>)}
          </select>
        </label>
        <button>Add</button>
      </form>
      <ul>
        {expenses.map((each, i) => <li key={expenses.length - i}>{each.what} ({each.category}) {each.amount.toFixed(2)}</li>)}
      </ul>
      {used.map((name) => <p key={name}>{name}: {sum(expenses.filter((each) => each.category === name))}</p>)}
      <p>Total: {sum(expenses)}</p>
    </div>
  );
}
