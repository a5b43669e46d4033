const spin = () => {
  setTimeout(spin);
  for (const end = Date.now() + 60_000; Date.now() < end; );
};
setTimeout(spin);
export default function Answer() {
  return <button>clicked 0</button>;
}
