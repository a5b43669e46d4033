Object.defineProperty(HTMLButtonElement.prototype, "disabled", { configurable: true, get: () => true, set() {} });

export default function Answer() {
  return <button>send</button>;
}
