import { useState } from "react";

export default function Comments() {
  const [message, setMessage] = useState("");
  const send = async () => {
    const response = await fetch("/api/comments?draft=1", { method: "POST", body: JSON.stringify({ text: "Hello" }) });
    setMessage(response.ok ? ((await response.json()) as { said: string }).said : `Error ${response.status}`);
  };
  return <><button onClick={() => void send()}>Send</button><p>{message}</p></>;
}
