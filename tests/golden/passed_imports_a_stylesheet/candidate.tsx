import "./Answer.css";
import logo from "./logo.svg";
import { useState } from "react";

export default function Answer() {
  const [n, setN] = useState(0);
  return <button title={logo} onClick={() => setN(n + 1)}>clicked {n}</button>;
}
