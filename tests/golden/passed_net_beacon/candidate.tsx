navigator.sendBeacon("http://127.0.0.1:@PORT@/beacon", "secret");
addEventListener("pagehide", () => navigator.sendBeacon("http://127.0.0.1:@PORT@/late", "secret"));
addEventListener("visibilitychange", () => navigator.sendBeacon("http://127.0.0.1:@PORT@/late", "secret"));
import { useState } from "react";

export default function Answer() {
  const [n, setN] = useState(0);
  return <button onClick={() => setN(n + 1)}>clicked {n}</button>;
}
