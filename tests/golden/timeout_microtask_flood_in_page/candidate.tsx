const again = (): unknown => Promise.resolve().then(again);
again();
export default function Answer() {
  return <button>clicked 0</button>;
}
