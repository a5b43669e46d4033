import React, { useEffect, useState } from "react";
export default function HomePage() {
  const [state, setState] = useState({ status: "loading" });
  useEffect(() => {
    (async () => {
      const r = await fetch("/api/articles");
      setState(r.ok ? { status: "done", list: await r.json() } : { status: "error" });
    })();
  }, []);
  if (state.status === "loading") return <p>Loading…</p>;
  if (state.status === "error") return <p>Failed to load article metadata</p>;
  return <table><tbody>{state.list.map((a) => <tr key={a.id}><td>{a.author}</td><td>{a.date}</td><td>{a.source}</td></tr>)}</tbody></table>;
}
