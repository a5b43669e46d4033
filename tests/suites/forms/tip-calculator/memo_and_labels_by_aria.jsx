import React, { useMemo, useState } from "react";

export default function App() {
  const [bill, setBill] = useState("");
  const [tip, setTip] = useState(10);
  const [people, setPeople] = useState(1);
  const perPerson = useMemo(() => {
    const heads = Math.trunc(Number(people));
    const amount = Number(bill);
    if (bill.trim() === "" || Number.isNaN(amount) || amount < 0 || Number(tip) < 0 || heads < 1) return "0.00";
    return ((amount * (100 + Number(tip))) / 100 / heads).toFixed(2);
  }, [bill, tip, people]);
  return (
    <div className="p-4">
      <input type="number" aria-label="Bill" value={bill} onChange={(e) => setBill(e.target.value)} />
      <input type="number" aria-label="Tip %" value={tip} onChange={(e) => setTip(e.target.value)} />
      <input type="number" aria-label="People" value={people} onChange={(e) => setPeople(e.target.value)} />
      <h3>Per person: <b>{perPerson}</b></h3>
    </div>
  );
}
