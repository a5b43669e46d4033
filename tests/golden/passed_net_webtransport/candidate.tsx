try { void new (window as any).WebTransport("https://127.0.0.1:@PORT@/wt").ready.catch(() => undefined); } catch { /* refused */ }
import { useState } from "react";

export default function Answer() {
  const [n, setN] = useState(0);
  return <button onClick={() => setN(n + 1)}>clicked {n}</button>;
}
