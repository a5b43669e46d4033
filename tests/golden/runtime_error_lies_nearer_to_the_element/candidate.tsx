if (HTMLParagraphElement.name) Object.defineProperty(HTMLParagraphElement.prototype, "textContent", { configurable: true, get: () => "clicked 1", set() {} });

export default function Answer() {
  return <p data-testid="told">clicked 0</p>;
}
