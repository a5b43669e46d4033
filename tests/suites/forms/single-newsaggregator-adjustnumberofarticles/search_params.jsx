import { useRef, useState } from "react";
export default () => {
  const input = useRef();
  const [rows, setRows] = useState([]);
  const click = async () => {
    const q = new URLSearchParams();
    q.set("limit", input.current.value);
    const r = await fetch(`/api/articles?${q}`);
    if (!r.ok) return setRows([{ id: "e", title: "Failed to adjust the number of articles" }]);
    setRows(await r.json());
  };
  return <main><input ref={input} defaultValue="3" data-testid="articles-limit-input" /><a href="#x" role="button" data-testid="adjust-articles-button" onClick={(e) => { e.preventDefault(); click(); }}>Go</a>{rows.map((r) => <p key={r.id}>{r.title}</p>)}</main>;
};
