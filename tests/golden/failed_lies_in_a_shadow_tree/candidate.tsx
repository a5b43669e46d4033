class Counter extends HTMLElement {
  connectedCallback(): void {
    this.attachShadow({ mode: "open" }).innerHTML = "<button>0</button>";
    const button = this.shadowRoot!.querySelector("button")!;
    Object.defineProperty(button, "textContent", { get: () => "1" });
  }
}
customElements.define("x-counter", Counter);

export default function Answer() {
  const Name: any = "x-counter";
  return <Name data-testid="counter" />;
}
