document.documentElement.remove();
export default function Answer() {
  return <button>clicked 0</button>;
}
