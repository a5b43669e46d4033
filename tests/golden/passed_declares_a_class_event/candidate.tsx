import React, { useState } from "react";
class Event { constructor(public kind: string) {} }
export default function App() {
  const [n, setN] = useState(0);
  new Event("x");
  return <input aria-label="t" onInput={() => setN(n + 1)} placeholder={String(n)} />;
}
