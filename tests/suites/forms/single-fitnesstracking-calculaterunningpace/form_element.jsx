import { useState } from "react";
export default function Pace() {
  const [values, setValues] = useState({});
  const [out, setOut] = useState("");
  const keep = (e) => setValues((v) => ({ ...v, [e.target.name]: parseFloat(e.target.value) }));
  const send = async (e) => {
    e.preventDefault();
    let text = "Failed to calculate pace.";
    const r = await fetch("/api/pace/calculate", { method: "POST", body: JSON.stringify(values) });
    if (r.status === 200) text = `Pace: ${JSON.parse(await r.text()).pace}`;
    setOut(text);
  };
  return <form onSubmit={send} onChange={keep}><input name="time" data-testid="time-input" /><input name="distance" data-testid="distance-input" /><button data-testid="calculate-pace-button">Calculate</button><div>{out}</div></form>;
}
