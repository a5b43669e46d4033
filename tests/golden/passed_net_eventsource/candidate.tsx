try { new EventSource("http://127.0.0.1:@PORT@/events"); } catch { /* refused */ }
import { useState } from "react";

export default function Answer() {
  const [n, setN] = useState(0);
  return <button onClick={() => setN(n + 1)}>clicked {n}</button>;
}
