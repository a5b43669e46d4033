Object.defineProperty(document, "title", { configurable: true, get: () => "clicks: 1", set() {} });

export default function Answer() {
  return <p>0</p>;
}
