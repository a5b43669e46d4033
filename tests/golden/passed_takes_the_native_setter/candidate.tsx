import { useRef, useState } from "react";

const set = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value")!.set!;

export default function Answer() {
  const [text, setText] = useState("0");
  const input = useRef<HTMLInputElement>(null);
  const click = (): void => {
    set.call(input.current, String(Number(text) + 1));
    input.current!.dispatchEvent(new Event("input", { bubbles: true }));
  };
  return <>
    <input ref={input} value={text} onChange={(event) => setText(event.target.value)} />
    <button onClick={click}>clicked {text}</button>
  </>;
}
