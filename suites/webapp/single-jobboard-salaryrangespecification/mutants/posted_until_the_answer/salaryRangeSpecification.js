import { useReducer, useRef } from "react";

const MESSAGES = { idle: "", posted: "Job posted successfully", failed: "Failed to post job" };

export default function JobForm() {
  const salary = useRef(null);
  const [state, setState] = useReducer((_, next) => next, "idle");

  const post = async () => {
    setState("posted");
    const response = await fetch("/api/job", { method: "POST", body: JSON.stringify({ salaryRange: salary.current.value }) });
    setState(response.ok ? "posted" : "failed");
  };

  return (
    <fieldset>
      <label>
        Salary Range <input ref={salary} placeholder="50k-70k" />
      </label>
      <button onClick={post}>Post Job</button>
      <p role="status">{MESSAGES[state]}</p>
    </fieldset>
  );
}
