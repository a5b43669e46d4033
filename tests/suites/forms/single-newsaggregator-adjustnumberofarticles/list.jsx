import React, { useState } from "react";
function NewsPlatform() {
  const [n, setN] = useState(0);
  const [items, setItems] = useState(null);
  const [failed, setFailed] = useState(false);
  const load = () => fetch("/api/articles?limit=" + n).then((r) => (r.ok ? r.json() : Promise.reject())).then((l) => { setItems(l); setFailed(false); }, () => setFailed(true));
  return <div><input data-testid="articles-limit-input" value={n} onChange={(e) => setN(Number(e.target.value))} /><button data-testid="adjust-articles-button" onClick={load}>Adjust</button>{items && <ul>{items.map((a) => <li key={a.id}>{a.title}</li>)}</ul>}{failed && <p>Failed to adjust the number of articles</p>}</div>;
}
export default NewsPlatform;
