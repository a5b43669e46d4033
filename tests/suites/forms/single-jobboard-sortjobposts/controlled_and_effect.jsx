import React, { useState } from "react";
function JobListingPage() {
  const [jobs, setJobs] = useState([]);
  const [sort, setSort] = useState("");
  const [error, setError] = useState("");
  const handleSort = async () => {
    setError("");
    try {
      const res = await fetch("/api/jobPosts?sort=" + sort);
      if (!res.ok) throw new Error();
      setJobs(await res.json());
    } catch {
      setJobs([]);
      setError("Error sorting job posts.");
    }
  };
  return (
    <div>
      <h1>Jobs</h1>
      <input aria-label="Sort by" value={sort} onChange={(e) => setSort(e.target.value)} />
      <button onClick={handleSort}>Sort</button>
      {error ? <p style={{ color: "red" }}>{error}</p> : jobs.map((job) => <div key={job.id}><h2>{job.title}</h2></div>)}
    </div>
  );
}
export default JobListingPage;
