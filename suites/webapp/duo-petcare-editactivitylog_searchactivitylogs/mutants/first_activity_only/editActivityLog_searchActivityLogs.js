import { useState } from "react";

export default function ActivityLog({ activityId }) {
  const [error, setError] = useState("");

  async function request(address, options) {
    const response = await fetch(address, options);
    const body = await response.json();
    setError(response.ok ? "" : body.message);
    return response.ok ? body : null;
  }

  return (
    <>
      <EditActivity id={activityId} request={request} />
      <SearchActivities request={request} />
      {error && <p data-testid="error-message">{error}</p>}
    </>
  );
}

function EditActivity({ id, request }) {
  const [activity, setActivity] = useState("");
  const [message, setMessage] = useState("");

  async function submit(event) {
    event.preventDefault();
    const body = await request(`/activities/${id}`, { method: "PUT", body: JSON.stringify({ activity }) });
    setMessage(body?.message);
  }

  return (
    <form onSubmit={submit}>
      <input data-testid="activity-input" value={activity} onChange={(event) => setActivity(event.target.value)} />
      <button data-testid="submit-button">Save</button>
      {message && <p data-testid="success-message">{message}</p>}
    </form>
  );
}

function SearchActivities({ request }) {
  const [keyword, setKeyword] = useState("");
  const [activities, setActivities] = useState([]);
  const search = async () => setActivities((await request(`/activities?keyword=${encodeURIComponent(keyword)}`)) ?? []);
  return (
    <section>
      <input data-testid="search-input" value={keyword} onChange={(event) => setKeyword(event.target.value)} />
      <button data-testid="search-button" onClick={search}>Search</button>
      <ul>{activities.slice(0, 1).map(({ description }) => <li key={description}>{description}</li>)}</ul>
    </section>
  );
}
