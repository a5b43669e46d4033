import { useState } from "react";

const COLUMNS = ["To do", "Doing", "Done"];
type Card = { id: number; text: string; column: number };

export default function Kanban() {
  const [cards, setCards] = useState<Card[]>([]);
  const [text, setText] = useState("");
  const [nextId, setNextId] = useState(0);
  const add = () => {
    if (!text.trim()) return;
    setCards([...cards, { id: nextId, text: text.trim(), column: 0 }]);
    setNextId(nextId + 1);
    setText("");
  };
  const without = (card: Card) => cards.filter((each) => each.id !== card.id);
  const move = (card: Card, by: number) => setCards([...without(card), { ...card, column: card.column + by }]);
  return (
    <div>
      <input aria-label="New card" value={text} onChange={(event) => setText(event.target.value)} />
      <button onClick={add}>Add</button>
      {COLUMNS.map((name, column) => {
        const own = cards.filter((card) => card.column === column);
        return (
          <section key={name} aria-label={name}>
            <h2>{name} ({own.length})</h2>
            <ul>
              {own.map((card) => (
                <li key={card.id}>
                  {card.text}
                  {column > 0 && <button onClick={() => move(card, -1)}>Move left</button>}
                  {column < 2 && <button onClick={() => move(card, 1)}>Move right</button>}
                  <button onClick={() => setCards(without(card))}>Delete</button>
                </li>
              ))}
            </ul>
          </section>
        );
      })}
    </div>
  );
}
