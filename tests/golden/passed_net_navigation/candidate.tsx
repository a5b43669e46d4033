location.href = "http://127.0.0.1:@PORT@/assigned";
const link = document.createElement("a");
link.href = "http://127.0.0.1:@PORT@/link";
document.body.append(link);
link.click();
link.remove();
window.open("http://127.0.0.1:@PORT@/opened", "_self");
window.open("http://127.0.0.1:@PORT@/popup");
import { useState } from "react";

export default function Answer() {
  const [n, setN] = useState(0);
  return <button onClick={() => setN(n + 1)}>clicked {n}</button>;
}
