import { useRef, useState } from "react";
const App = () => {
  const ref = useRef(null), [lines, setLines] = useState([]);
  const go = () => fetch("/api/weather", { method: "POST", body: JSON.stringify(ref.current.value.split(/,\s*/)) }).then(async (r) => setLines(r.ok ? (await r.json()).data.map((d) => d.location + ": Temperature: " + d.temperature) : ["Locations not found"]));
  return <><textarea data-testid="locations-input" ref={ref} /><button onClick={go}>Fetch Weather</button><ul>{lines.map((l) => <li key={l}>{l}</li>)}</ul></>;
};
export default App;
