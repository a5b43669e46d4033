import React, { useState } from "react";

const CATEGORIES = { food: "Food", travel: "Travel", other: "Other" };
const EMPTY = { what: "", amount: "" };

export default function App() {
  const [form, setForm] = useState({ ...EMPTY, category: "food" });
  const [list, setList] = useState([]);
  const edit = (name) => (event) => setForm({ ...form, [name]: event.target.value });
  const cents = (rows) => (rows.reduce((sum, row) => sum + Math.round(row.amount * 100), 0) / 100).toFixed(2);

  function onSubmit(event) {
    event.preventDefault();
    const amount = Number(form.amount);
    if (form.what.trim().length === 0 || isNaN(amount) || amount <= 0) return;
    setList((old) => [{ what: form.what, amount, category: form.category }].concat(old));
    setForm({ ...form, ...EMPTY });
  }

  return (
    <div>
      <form onSubmit={onSubmit}>
        <input aria-label="What" value={form.what} onChange={edit("what")} />
        <input aria-label="Amount" type="number" step="0.01" value={form.amount} onChange={edit("amount")} />
        <select aria-label="Category" value={form.category} onChange={edit("category")}>
          {Object.entries(CATEGORIES).map(([value, title]) => <option key={value} value={value}>{title}</option>)}
        </select>
        <button type="submit">Add</button>
      </form>
      <ol>{list.map((row, at) => <li key={list.length - at}>{`${row.what}, ${CATEGORIES[row.category]}, ${row.amount.toFixed(2)}`}</li>)}</ol>
      <footer>
        {Object.keys(CATEGORIES).filter((value) => list.some((row) => row.category === value)).map((value) => (
          <p key={value}>{`${CATEGORIES[value]}: ${cents(list.filter((row) => row.category === value))}`}</p>
        ))}
        <p>{`Total: ${cents(list)}`}</p>
      </footer>
    </div>
  );
}
