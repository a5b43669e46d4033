import { useState } from "react";

type Row = Record<string, string | number>;
type Props = { columns: { key: string; title: string }[]; rows: Row[] };

export default function Table({ columns, rows }: Props) {
  const [order, setOrder] = useState({ key: "", sign: 1 });
  const sorted = order.key
    ? [...rows].sort((a, b) => order.sign * compare(a[order.key], b[order.key]))
    : rows;
  const press = (key: string) => setOrder({ key, sign: -order.sign });
  const stateOf = (key: string) => (key !== order.key ? undefined : order.sign > 0 ? "ascending" : "descending");
  if (rows.length === 0) return <p>No rows</p>;
  return (
    <table>
      <thead>
        <tr>
          {columns.map(({ key, title }) => (
            <th key={key} scope="col" aria-sort={stateOf(key)}>
              <button onClick={() => press(key)}>{title}</button>
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {sorted.map((row, i) => (
          <tr key={i}>
            {columns.map(({ key }) => (
              <td key={key}>{row[key]}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function compare(a: string | number, b: string | number): number {
  if (typeof a === "number" && typeof b === "number") return a - b;
  const [left, right] = [String(a).toLowerCase(), String(b).toLowerCase()];
  return left < right ? -1 : left > right ? 1 : 0;
}
