import { useState } from "react";
export default function JobListingPage() {
  const [jobs, setJobs] = useState([]);
  const [error, setError] = useState("");
  const load = async (sort) => {
    const res = await fetch("/api/jobPosts?sort=" + sort);
    if (res.ok) setJobs(await res.json());
    else setError("Error sorting job posts.");
  };
  return (
    <div>
      <input aria-label="Sort by" onChange={(e) => load(e.target.value)} />
      <button onClick={() => load("date")}>Sort</button>
      {error}
      {jobs.map((job) => <p key={job.id}>{job.title}</p>)}
    </div>
  );
}
