const source = "const c = new BroadcastChannel('left'); setInterval(() => c.postMessage('still here'), 1)";
const url = URL.createObjectURL(new Blob([source]));
try { new Worker(url); } catch { /* refused is as good */ }
try { new SharedWorker(url); } catch { /* refused is as good */ }
const channel = new BroadcastChannel("left");
setInterval(() => channel.postMessage("still here"), 1);
import { useState } from "react";

export default function Answer() {
  const [n, setN] = useState(0);
  return <button onClick={() => setN(n + 1)}>clicked {n}</button>;
}
