const script = document.createElement("script");
script.src = "http://127.0.0.1:@PORT@/script.js";
document.head.append(script);
void (0, eval)(`import("http://127.0.0.1:@PORT@/module.js")`).catch(() => undefined);
try { new Worker("http://127.0.0.1:@PORT@/worker.js"); } catch { /* refused */ }
try { new Worker(URL.createObjectURL(new Blob([`importScripts("http://127.0.0.1:@PORT@/imported.js")`]))); } catch { /* refused */ }
try { new Worker(URL.createObjectURL(new Blob([`fetch("http://127.0.0.1:@PORT@/from-worker"); new WebSocket("ws://127.0.0.1:@PORT@/w")`]))); } catch { /* refused */ }
import { useState } from "react";

export default function Answer() {
  const [n, setN] = useState(0);
  return <button onClick={() => setN(n + 1)}>clicked {n}</button>;
}
