import { useState } from "react";

const PRICES: Record<string, number> = { Apple: 50, Bread: 220, Cheese: 457 };
type Line = { name: string; n: number };

export default function ShoppingCart() {
  const [lines, setLines] = useState<Line[]>([]);
  const add = (name: string) =>
    setLines((before) =>
      before.some((line) => line.name === name)
        ? before.map((line) => (line.name === name ? { ...line, n: line.n + 1 } : line))
        : [...before, { name, n: 1 }],
    );
  const remove = (name: string) =>
    setLines((before) =>
      before.map((line) => (line.name === name ? { ...line, n: line.n - 1 } : line)).filter((line) => line.n > 0),
    );
  const cents = lines.reduce((sum, line) => sum + PRICES[line.name] * line.n, 0);
  return (
    <div>
      {Object.keys(PRICES).map((name) => (
        <button key={name} onClick={() => add(name)}>Add {name}</button>
      ))}
      {lines.length === 0 ? <p>The cart is empty</p> : (
        <>
          <ul>
            {lines.map((line) => (
              <li key={line.name}>
                {line.name} × {line.n} <button onClick={() => remove(line.name)}>Remove {line.name}</button>
              </li>
            ))}
          </ul>
          <p>Total: {(cents / 100).toFixed(2)}</p>
        </>
      )}
    </div>
  );
}
