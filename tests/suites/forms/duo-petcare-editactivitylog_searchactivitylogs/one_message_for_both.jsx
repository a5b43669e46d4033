import { useState } from "react";
export default function App({ activityId }) {
  const [activity, setActivity] = useState("");
  const [keyword, setKeyword] = useState("");
  const [logs, setLogs] = useState([]);
  const [status, setStatus] = useState({});
  const handleSubmit = async (e) => {
    e.preventDefault();
    try {
      const res = await fetch(`/activities/${activityId}`, { method: "PUT", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ description: activity }) });
      if (!res.ok) throw new Error("Failed to update activity");
      setStatus({ success: "Activity updated" });
    } catch (err) {
      setStatus({ error: err.message });
    }
  };
  const handleSearch = async () => {
    try {
      const res = await fetch(`/activities?keyword=${keyword}`);
      if (!res.ok) throw new Error("Failed to search activities");
      setLogs(await res.json());
      setStatus({});
    } catch (err) {
      setStatus({ error: err.message });
    }
  };
  return (
    <div>
      <form onSubmit={handleSubmit}>
        <input data-testid="activity-input" value={activity} onChange={(e) => setActivity(e.target.value)} />
        <button type="submit" data-testid="submit-button">Save</button>
      </form>
      <input data-testid="search-input" value={keyword} onChange={(e) => setKeyword(e.target.value)} />
      <button data-testid="search-button" onClick={handleSearch}>Search</button>
      {status.success && <div data-testid="success-message">{status.success}</div>}
      {status.error && <div data-testid="error-message">{status.error}</div>}
      {logs.map((log, i) => <div key={i}>{log.description}</div>)}
    </div>
  );
}
