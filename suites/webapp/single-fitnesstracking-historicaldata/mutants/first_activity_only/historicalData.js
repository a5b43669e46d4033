import { useState } from "react";

export default function ActivityHistory() {
  const [activities, setActivities] = useState([]);
  const [error, setError] = useState("");

  const load = async () => {
    const response = await fetch("/api/historicalData");
    const answer = await response.json();
    setActivities(response.ok ? answer.data : []);
    setError(response.ok ? "" : answer.error);
  };

  return (
    <>
      <button data-testid="view-historical-data" onClick={load}>View past activities</button>
      <ol>{activities.slice(0, 1).map((activity) => <li key={activity.id}>{activity.name}</li>)}</ol>
      <p role="alert">{error}</p>
    </>
  );
}
