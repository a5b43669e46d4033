alert('a');
if (confirm('b') || prompt('c')) throw new Error('answered');
import { useState } from "react";

export default function Answer() {
  const [n, setN] = useState(0);
  return <button onClick={() => setN(n + 1)}>clicked {n}</button>;
}
