try { new WebSocket("ws://127.0.0.1:@PORT@/ws"); } catch { /* refused */ }
try { new WebSocket("ws://localhost:@PORT@/ws"); } catch { /* refused */ }
import { useState } from "react";

export default function Answer() {
  const [n, setN] = useState(0);
  return <button onClick={() => setN(n + 1)}>clicked {n}</button>;
}
