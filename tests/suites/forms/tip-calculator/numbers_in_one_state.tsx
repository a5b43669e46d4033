import { useState, type ChangeEvent } from "react";

export const TipCalculator = () => {
  const [form, setForm] = useState({ bill: "", tip: "10", people: "1" });
  const edit = (event: ChangeEvent<HTMLInputElement>) => setForm((old) => ({ ...old, [event.target.name]: event.target.value }));
  const people = parseInt(form.people, 10);
  const bill = parseFloat(form.bill);
  const tip = parseFloat(form.tip);
  let share = 0;
  if (bill >= 0 && tip >= 0 && people >= 1) share = (bill + (bill * tip) / 100) / people;
  return (
    <fieldset>
      <label htmlFor="bill">Bill</label>
      <input id="bill" name="bill" type="number" min="0" step="0.01" value={form.bill} onChange={edit} />
      <label htmlFor="tip">Tip %</label>
      <input id="tip" name="tip" type="number" value={form.tip} onChange={edit} />
      <label htmlFor="people">People</label>
      <input id="people" name="people" type="number" value={form.people} onChange={edit} />
      <output>{`Per person: ${share.toFixed(2)}`}</output>
    </fieldset>
  );
};
