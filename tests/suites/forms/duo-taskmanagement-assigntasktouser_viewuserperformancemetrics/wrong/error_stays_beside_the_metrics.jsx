import React, { useState } from "react";
function App() {
  const [form, setForm] = useState({ task: "", user: "" });
  const [assignMessage, setAssignMessage] = useState("");
  const [metrics, setMetrics] = useState(null);
  const [metricsError, setMetricsError] = useState("");
  const assignTask = async () => {
    try {
      const response = await fetch("/assign-task", { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(form) });
      const data = await response.json();
      setAssignMessage(data.success ? "Task assigned successfully" : "Error assigning task");
    } catch (e) {
      setAssignMessage("Error assigning task");
    }
  };
  const viewMetrics = async () => {
    try {
      const response = await fetch(`/user-performance?user=${form.user}`);
      const data = await response.json();
      if (!data.metrics) throw new Error("none");
      setMetrics(data.metrics);
    } catch (e) {
      setMetricsError("Error fetching performance metrics");
    }
  };
  return (
    <div>
      <input data-testid="task-input" value={form.task} onChange={(e) => setForm({ ...form, task: e.target.value })} />
      <input data-testid="user-select" value={form.user} onChange={(e) => setForm({ ...form, user: e.target.value })} />
      <button data-testid="assign-task-button" onClick={assignTask}>Assign</button>
      <button data-testid="view-metrics-button" onClick={viewMetrics}>View</button>
      {assignMessage && <p>{assignMessage}</p>}
      {metrics && <p>Tasks completed: {metrics.tasksCompleted}</p>}
      {metricsError && <p>{metricsError}</p>}
    </div>
  );
}
export default App;
