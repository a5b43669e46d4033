while (true) alert('again');
export default function Answer() {
  return <button>clicked 0</button>;
}
