document.head.insertAdjacentHTML("beforeend", `<style>@import url("http://127.0.0.1:@PORT@/import.css"); @font-face { font-family: leak; src: url("http://127.0.0.1:@PORT@/font.woff2") } body { font-family: leak; background: url("http://127.0.0.1:@PORT@/bg.png"); cursor: url("http://127.0.0.1:@PORT@/c.cur"), auto } body::after { content: url("http://127.0.0.1:@PORT@/content.png") }</style><link rel="stylesheet" href="http://127.0.0.1:@PORT@/sheet.css">`);
void new FontFace("leak2", "url(http://127.0.0.1:@PORT@/f2.woff2)").load().catch(() => undefined);
import { useState } from "react";

export default function Answer() {
  const [n, setN] = useState(0);
  return <button onClick={() => setN(n + 1)}>clicked {n}</button>;
}
