export default function Answer() {
  for (;;);
  return <button>clicked 0</button>;
}
