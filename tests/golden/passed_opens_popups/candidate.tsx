for (let i = 0; i < 20; i++) window.open('about:blank', '_blank', 'width=10');
import { useState } from "react";

export default function Answer() {
  const [n, setN] = useState(0);
  return <button onClick={() => setN(n + 1)}>clicked {n}</button>;
}
