Object.defineProperty(history, "state", { value: { page: 2 } });

export default function Answer() {
  return <p>page 1</p>;
}
