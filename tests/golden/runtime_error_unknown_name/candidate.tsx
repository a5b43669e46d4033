export default function Answer() {
  const [n, setN] = (globalThis as any).useState(0);
  return <button onClick={() => setN(n + 1)}>clicked {n}</button>;
}
