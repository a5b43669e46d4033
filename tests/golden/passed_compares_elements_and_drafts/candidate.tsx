import * as React from "react";
import { produce } from "immer";
export const next = (s: any) => produce(s, (d: any) => { d.list.push({ a: 1 }); d.m.set("k", { v: 1 }); });
export const draft = (s: any) => { let r: any; produce(s, (d: any) => { r = JSON.parse(JSON.stringify(d)); }); return r; };
export const file = () => new File(["abc"], "a.txt", { type: "text/plain" });
export default function Answer({ onRows }: any) {
  const [v, setV] = React.useState("");
  const ref = React.useRef<HTMLInputElement>(null);
  return <form onSubmit={(e) => { e.preventDefault(); onRows(new FormData(e.currentTarget), ref.current, file(), <b>x</b>); }}>
    <input ref={ref} name="q" value={v} onChange={(e) => setV(e.target.value)} aria-label="q" /><select aria-label="s" defaultValue="b"><option value="a">A</option><option value="b">B</option></select><input type="checkbox" aria-label="c" defaultChecked /><textarea aria-label="t" defaultValue="text" />
    <button className="x y" style={{ color: "red" }} disabled={!v}>go</button></form>;
}
