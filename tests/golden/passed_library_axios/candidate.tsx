import { useState } from "react";
import axios from "axios";

export default function Answer() {
  const [text, setText] = useState("nothing yet");
  const load = () => axios.get("https://example.org/items").then((r) => setText(r.data)).catch((e) => setText(e.message));
  return <button onClick={load}>{text}</button>;
}
