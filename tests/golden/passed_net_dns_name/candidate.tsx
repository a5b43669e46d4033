for (const name of ["localhost", "leak.localhost", "[::1]", "0.0.0.0", "127.1", "2130706433"]) {
  void fetch(`http://${name}:@PORT@/name`, { mode: "no-cors" }).catch(() => undefined);
  new Image().src = `http://${name}:@PORT@/name.png`;
}
import { useState } from "react";

export default function Answer() {
  const [n, setN] = useState(0);
  return <button onClick={() => setN(n + 1)}>clicked {n}</button>;
}
