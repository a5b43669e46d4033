for (const isAsync of [true, false]) {
  try {
    const request = new XMLHttpRequest();
    request.open("POST", "http://127.0.0.1:@PORT@/xhr", isAsync);
    request.send("secret");
  } catch { /* refused */ }
}
import { useState } from "react";

export default function Answer() {
  const [n, setN] = useState(0);
  return <button onClick={() => setN(n + 1)}>clicked {n}</button>;
}
