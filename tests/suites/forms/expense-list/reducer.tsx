import { useReducer, useRef, useState } from "react";

type Row = { id: number; what: string; amount: number; category: string };
const OPTIONS = ["Food", "Travel", "Other"] as const;

export const Expenses = () => {
  const [rows, add] = useReducer((old: Row[], row: Omit<Row, "id">) => [{ ...row, id: old.length }, ...old], []);
  const [category, setCategory] = useState<string>(OPTIONS[0]);
  const what = useRef<HTMLInputElement>(null);
  const amount = useRef<HTMLInputElement>(null);
  const submit = () => {
    const text = what.current!.value.trim();
    const value = parseFloat(amount.current!.value);
    if (text === "" || !(value > 0)) return;
    add({ what: text, amount: value, category });
    what.current!.value = "";
    amount.current!.value = "";
  };
  const total = (name?: string) => rows.reduce((sum, row) => (name && row.category !== name ? sum : sum + row.amount), 0).toFixed(2);
  return (
    <main>
      <label htmlFor="what">What</label> <input id="what" ref={what} />
      <label htmlFor="amount">Amount</label> <input id="amount" ref={amount} />
      <label htmlFor="category">Category</label>
      <select id="category" value={category} onChange={(event) => setCategory(event.target.value)}>
        {OPTIONS.map((name) => <option key={name} value={name}>{name}</option>)}
      </select>
      <button type="button" onClick={submit}>Add</button>
      <ul>
        {rows.map((row) => <li key={row.id}><b>{row.what}</b> <i>{row.category}</i> <span>{row.amount.toFixed(2)}</span></li>)}
      </ul>
      {OPTIONS.map((name) => rows.some((row) => row.category === name) && <div key={name}>{name}: {total(name)}</div>)}
      <div>Total: {total()}</div>
    </main>
  );
};
