export default function Answer() {
  return <button onClick={() => { document.open(); document.write("<button>1</button>"); document.close(); }}>0</button>;
}
