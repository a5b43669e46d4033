localStorage.setItem("left", "1");
sessionStorage.setItem("left", "1");
document.cookie = "left=1; max-age=9999";
window.name = "left";
history.pushState({ left: 1 }, "", "#left");
indexedDB.open("left");
void (window as any).caches?.open("left").then((cache: Cache) => cache.put("/left", new Response("1"))).catch(() => undefined);
void (navigator as any).storage?.getDirectory?.().then((root: any) => root.getFileHandle("left", { create: true })).catch(() => undefined);
(globalThis as any).left = 1;
import { useState } from "react";

export default function Answer() {
  const [n, setN] = useState(0);
  return <button onClick={() => setN(n + 1)}>clicked {n}</button>;
}
