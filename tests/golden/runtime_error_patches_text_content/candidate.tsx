Object.defineProperty(Node.prototype, "textContent", { get: () => "clicked 1", configurable: true });
export default function Answer() {
  return <button>clicked 0</button>;
}
