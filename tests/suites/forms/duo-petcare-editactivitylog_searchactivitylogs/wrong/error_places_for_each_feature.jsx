import { useState } from "react";
export default function App({ activityId }) {
  const [edit, setEdit] = useState("");
  const [found, setFound] = useState([]);
  const [keyword, setKeyword] = useState("");
  const save = async () => setEdit((await fetch(`/activities/${activityId}`, { method: "PUT" })).ok ? "done" : "failed");
  const search = async () => setFound(await (await fetch(`/activities?keyword=${keyword}`)).json());
  return <div><input data-testid="activity-input" /><button data-testid="submit-button" onClick={save}>Save</button><p data-testid="success-message">{edit === "done" && "Saved"}</p><p data-testid="error-message">{edit === "failed" && "Failed"}</p><input data-testid="search-input" value={keyword} onChange={(e) => setKeyword(e.target.value)} /><button data-testid="search-button" onClick={search}>Search</button><p data-testid="error-message" />{Array.isArray(found) && found.map((f) => <p key={f.description}>{f.description}</p>)}</div>;
}
