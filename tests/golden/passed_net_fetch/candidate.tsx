for (const mode of ["cors", "no-cors"] as const) void fetch("http://127.0.0.1:@PORT@/fetch", { mode, method: "POST", body: "secret" }).catch(() => undefined);
void fetch("http://127.0.0.1:@PORT@/keepalive", { keepalive: true, mode: "no-cors" }).catch(() => undefined);
import { useState } from "react";

export default function Answer() {
  const [n, setN] = useState(0);
  return <button onClick={() => setN(n + 1)}>clicked {n}</button>;
}
