const { useState } = React;

function Counter({ onCount }) {
  const [n, setN] = useState(0);
  React.useEffect(() => { onCount(n); }, [n]);
  return <React.Fragment><button onClick={() => setN(n + 1)}>more</button></React.Fragment>;
}

ReactDOM.createRoot(document.getElementById("root")).render(<Counter onCount={() => {}} />);
