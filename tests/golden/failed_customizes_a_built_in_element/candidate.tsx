class Liar extends HTMLButtonElement {
  get textContent() {
    return "clicked 1";
  }
  set textContent(_text: string) {
    // as it is
  }
}
customElements.define("liar-button", Liar, { extends: "button" });

export default function Answer() {
  return <button is="liar-button">clicked 0</button>;
}
