import { useState } from "react";

type Props = { limit?: number; onSend?: (text: string) => void };

export default function MessageField({ limit = 20, onSend }: Props) {
  const [text, setText] = useState("");
  const over = text.length - limit;
  const send = () => {
    onSend?.(text.trim());
    setText("");
  };
  return (
    <div>
      <label>Message <textarea value={text} onChange={(event) => setText(event.target.value)} /></label>
      <p>{over > 0 ? `${over} over` : `${text.length} of ${limit}`}</p>
      <button disabled={!text.trim() || over >= 0} onClick={send}>Send</button>
    </div>
  );
}
