Object.defineProperty(HTMLButtonElement, Symbol.hasInstance, { value: () => true });

export default function Answer() {
  return <p role="button">send</p>;
}
