import React, { useState } from "react";

export default function List({ items, pageSize = 5 }) {
  const [first, setFirst] = useState(0);
  const last = Math.max(0, Math.floor((items.length - 1) / pageSize) * pageSize);
  const start = Math.min(first, last);
  return (
    <div>
      {items.filter((_, at) => at >= start && at < start + pageSize).map((item) => <div role="listitem" key={item}>{item}</div>)}
      <p>Page {start / pageSize + 1} of {last / pageSize + 1}</p>
      <button disabled={start === 0} onClick={() => setFirst(start - pageSize)}>Previous</button>
      <button disabled={start === last} onClick={() => setFirst(start + pageSize)}>Next</button>
    </div>
  );
}
