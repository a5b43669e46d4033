import { useState } from "react";

type Row = { name: string; age: number };

export default function SortableTable({ rows }: { rows: Row[] }) {
  const [by, setBy] = useState<keyof Row | null>(null);
  const [sign, setSign] = useState(1);
  const press = (column: keyof Row) => {
    setSign(column === by ? -sign : 1);
    setBy(column);
  };
  const compare = (a: Row, b: Row) =>
    by === "age" ? a.age - b.age : a.name.toLowerCase() < b.name.toLowerCase() ? -1 : a.name.toLowerCase() > b.name.toLowerCase() ? 1 : 0;
  const sorted = by ? (sign > 0 ? [...rows].sort(compare) : [...rows].sort(compare).reverse()) : rows;
  return (
    <table>
      <thead>
        <tr>
          <th><button onClick={() => press("name")}>Name</button></th>
          <th><button onClick={() => press("age")}>Age</button></th>
        </tr>
      </thead>
      <tbody>
        {sorted.map((row, i) => <tr key={i}><td>{row.name}</td><td>{row.age}</td></tr>)}
      </tbody>
    </table>
  );
}
