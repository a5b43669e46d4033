document.body.insertAdjacentHTML("beforeend", `<iframe src="http://127.0.0.1:@PORT@/frame"></iframe><object data="http://127.0.0.1:@PORT@/object"></object><embed src="http://127.0.0.1:@PORT@/embed"><iframe srcdoc="<img src=http://127.0.0.1:@PORT@/in-srcdoc>"></iframe><svg><image href="http://127.0.0.1:@PORT@/svg.png"/><use href="http://127.0.0.1:@PORT@/use.svg#a"/></svg>`);
import { useState } from "react";

export default function Answer() {
  const [n, setN] = useState(0);
  return <button onClick={() => setN(n + 1)}>clicked {n}</button>;
}
