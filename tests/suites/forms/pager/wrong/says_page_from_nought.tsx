import { useState } from "react";

export default function Pager({ items, pageSize = 5 }: { items: string[]; pageSize?: number }) {
  const [wanted, setWanted] = useState(1);
  const n = Math.max(1, Math.ceil(items.length / pageSize));
  const page = Math.min(wanted, n);
  return (
    <div>
      <ul>
        {items.slice((page - 1) * pageSize, page * pageSize).map((item) => <li key={item}>{item}</li>)}
      </ul>
      <p>Page {page - 1} of {n}</p>
      <button disabled={page === 1} onClick={() => setWanted(page - 1)}>Previous</button>
      <button disabled={page === n} onClick={() => setWanted(page + 1)}>Next</button>
    </div>
  );
}
