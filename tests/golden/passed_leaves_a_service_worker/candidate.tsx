void navigator.serviceWorker?.register("/page").catch(() => undefined);
void navigator.serviceWorker?.register(URL.createObjectURL(new Blob(["1"]))).catch(() => undefined);
import { useState } from "react";

export default function Answer() {
  const [n, setN] = useState(0);
  return <button onClick={() => setN(n + 1)}>clicked {n}</button>;
}
