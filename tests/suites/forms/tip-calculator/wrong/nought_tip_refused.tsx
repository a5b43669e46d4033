import { useState } from "react";

export default function TipCalculator() {
  const [bill, setBill] = useState("");
  const [tip, setTip] = useState("10");
  const [people, setPeople] = useState("1");
  const n = Math.floor(Number(people));
  const isValid = Number(bill) > 0 && Number(tip) > 0 && n >= 1;
  const each = (isValid ? (Number(bill) * (1 + Number(tip) / 100)) / n : 0).toFixed(2);
  return (
    <form>
      <label>Bill <input type="number" value={bill} onChange={(event) => setBill(event.target.value)} /></label>
      <label>Tip % <input type="number" value={tip} onChange={(event) => setTip(event.target.value)} /></label>
      <label>People <input type="number" value={people} onChange={(event) => setPeople(event.target.value)} /></label>
      <p>Per person: {each}</p>
    </form>
  );
}
