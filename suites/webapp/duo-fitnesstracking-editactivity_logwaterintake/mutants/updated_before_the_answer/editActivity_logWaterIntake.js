import { useReducer, useState } from "react";

export default function FitnessLog() {
  return (
    <>
      <EditActivity />
      <WaterIntake />
    </>
  );
}

function EditActivity() {
  const [name, setName] = useState("");
  const [message, setMessage] = useState("");

  const submit = async () => {
    setMessage("Activity updated successfully");
    const response = await fetch("/api/editActivity", { method: "PUT", body: JSON.stringify({ name }) });
    const { error } = await response.json();
    setMessage(response.ok ? "Activity updated successfully" : error);
  };

  return (
    <section>
      <input data-testid="activity-name" value={name} onChange={(event) => setName(event.target.value)} />
      <button data-testid="submit-edit" onClick={submit}>Save</button>
      {message && <p>{message}</p>}
    </section>
  );
}

function WaterIntake() {
  const [state, change] = useReducer((old, next) => ({ ...old, ...next }), { amount: "", message: "" });

  const log = async () => {
    const answer = await fetch("/api/log-water-intake", { method: "POST", body: JSON.stringify({ amount: state.amount }) });
    change({ message: answer.ok ? "Water logged successfully!" : "Failed to log water intake." });
  };

  return (
    <section>
      <input placeholder="Enter water intake" value={state.amount} onChange={(event) => change({ amount: event.target.value })} />
      <button onClick={log}>Log Water</button>
      <p role="status">{state.message}</p>
    </section>
  );
}
