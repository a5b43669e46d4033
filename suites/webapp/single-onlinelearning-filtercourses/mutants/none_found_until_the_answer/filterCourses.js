import { useState } from "react";

export default function FilterCourses() {
  const [filter, setFilter] = useState("");
  const [courses, setCourses] = useState(null);

  async function apply() {
    setCourses([]);
    const response = await fetch(`/api/courses?filter=${encodeURIComponent(filter)}`);
    setCourses(await response.json());
  }

  return (
    <section>
      <input data-testid="course-filter" value={filter} onChange={(event) => setFilter(event.target.value)} />
      <button onClick={apply}>Apply Filters</button>
      {courses?.length === 0 && <p>No courses found for this filter.</p>}
      {courses?.map(({ id, title }) => <article key={id}>{title}</article>)}
    </section>
  );
}
