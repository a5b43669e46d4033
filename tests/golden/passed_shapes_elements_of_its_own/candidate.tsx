import { useState } from "react";

class Rating extends HTMLElement {
  static observedAttributes = ["value"];
  count = 3;
  get value(): number { return this.count; }
  set value(n: number) { this.count = n; }
  connectedCallback(): void { this.innerHTML = `<b>${this.value}</b>`; }
}
customElements.define("x-rating", Rating);

export default function Answer() {
  const [text, setText] = useState("");
  const [isOn, setOn] = useState(false);
  const shape = (element: any): void => {
    if (!element) return;
    element.scrollIntoView = () => undefined;
    Object.defineProperty(element, "score", { value: 5 });
    Object.assign(element.style, { color: "red" });
    element.dataset.state = "on";
  };
  const event = new Event("made");
  Object.defineProperty(event, "target", { value: { files: [1] } });
  const Name: any = "x-rating";
  return <form ref={shape} data-testid="form">
    <input aria-label="text" value={text} onChange={(change) => setText(change.target.value)} />
    <input type="checkbox" checked={isOn} onChange={() => setOn(!isOn)} />
    <Name data-testid="rating" />
    <output>{`${text} ${isOn} ${(event.target as any).files.length}`}</output>
  </form>;
}
