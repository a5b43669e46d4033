document.body.insertAdjacentHTML("beforeend", `<a id="ping" href="#x" ping="http://127.0.0.1:@PORT@/ping">x</a>`);
document.getElementById("ping")!.click();
import { useState } from "react";

export default function Answer() {
  const [n, setN] = useState(0);
  return <button onClick={() => setN(n + 1)}>clicked {n}</button>;
}
