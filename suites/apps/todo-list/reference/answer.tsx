import { useState } from "react";

type Entry = { id: number; text: string; isDone: boolean };

export default function TodoList() {
  const [entries, setEntries] = useState<Entry[]>([]);
  const [text, setText] = useState("");
  const [filter, setFilter] = useState("All");
  const add = () => {
    if (!text.trim()) return;
    setEntries((before) => [...before, { id: before.length, text: text.trim(), isDone: false }]);
    setText("");
  };
  const toggle = (id: number) =>
    setEntries((before) => before.map((entry) => (entry.id === id ? { ...entry, isDone: !entry.isDone } : entry)));
  const shown = entries.filter((entry) => filter === "All" || entry.isDone === (filter === "Done"));
  return (
    <div>
      <input value={text} onChange={(event) => setText(event.target.value)} aria-label="New entry" />
      <button onClick={add}>Add</button>
      {["All", "Open", "Done"].map((name) => (
        <button key={name} aria-pressed={filter === name} onClick={() => setFilter(name)}>{name}</button>
      ))}
      <ul>
        {shown.map((entry) => (
          <li key={entry.id}>
            <label>
              <input type="checkbox" checked={entry.isDone} onChange={() => toggle(entry.id)} />
              {entry.text}
            </label>
          </li>
        ))}
      </ul>
      <p>{entries.filter((entry) => !entry.isDone).length} left</p>
    </div>
  );
}
