import { type FormEvent, useState } from "react";

type Item = { id: number; text: string; isDone: boolean };

export default function TodoList() {
  const [items, setItems] = useState<Item[]>([]);
  const [text, setText] = useState("");
  const [filter, setFilter] = useState("All");

  const add = (event: FormEvent) => {
    event.preventDefault();
    if (!text.trim()) return;
    setItems([...items, { id: Date.now() + Math.random(), text: text.trim(), isDone: false }]);
    setText("");
  };
  const toggle = (id: number) =>
    setItems(items.map((item) => (item.id === id ? { ...item, isDone: !item.isDone } : item)));

  const shown = items.filter((item) => filter === "All" || item.isDone === (filter === "Done"));

  return (
    <section>
      <form onSubmit={add}>
        <label>
          New item <input value={text} onChange={(event) => setText(event.target.value)} />
        </label>
        <button>Add</button>
      </form>
      <div>
        {["All", "Open", "Done"].map((name) => (
          <button key={name} onClick={() => setFilter(name)}>
            {name}
          </button>
        ))}
      </div>
      <ul>
        {shown.map((item) => (
          <li key={item.id}>
            <label>
              <input type="checkbox" checked={item.isDone} onChange={() => toggle(item.id)} /> {item.text}
            </label>
          </li>
        ))}
      </ul>
      <p>{items.filter((item) => !item.isDone).length} open</p>
    </section>
  );
}
