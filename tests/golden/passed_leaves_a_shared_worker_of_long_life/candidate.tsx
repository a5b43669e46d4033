const source = "const c = new BroadcastChannel('left'); setInterval(() => c.postMessage('still here'), 1)";
const url = URL.createObjectURL(new Blob([source]));
for (const name of ["left", "also left"]) {
  try { new SharedWorker(url, { name, extendedLifetime: true } as any); } catch { /* refused is as good */ }
}
import { useState } from "react";

export default function Answer() {
  const [n, setN] = useState(0);
  return <button onClick={() => setN(n + 1)}>clicked {n}</button>;
}
