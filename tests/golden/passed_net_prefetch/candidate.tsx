for (const rel of ["prefetch", "preload", "modulepreload", "preconnect", "dns-prefetch", "prerender", "icon", "manifest", "stylesheet", "alternate stylesheet"]) {
  const link = document.createElement("link");
  Object.assign(link, { rel, href: "http://127.0.0.1:@PORT@/hint", as: "fetch" });
  document.head.append(link);
}
const rules = document.createElement("script");
rules.type = "speculationrules";
rules.textContent = JSON.stringify({ prefetch: [{ source: "list", urls: ["http://127.0.0.1:@PORT@/speculation"] }] });
document.head.append(rules);
import { useState } from "react";

export default function Answer() {
  const [n, setN] = useState(0);
  return <button onClick={() => setN(n + 1)}>clicked {n}</button>;
}
