import { useState } from "react";

export default function Answer() {
  const [n, setN] = useState(0);
  setN(n + 1);
  return <button>clicked {n}</button>;
}
