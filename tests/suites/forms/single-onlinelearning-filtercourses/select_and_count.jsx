import { useState } from "react";
export default function FilterCourses() {
  const [level, setLevel] = useState("beginner");
  const [result, setResult] = useState({ done: false, courses: [] });
  return (
    <form onSubmit={(event) => {
      event.preventDefault();
      fetch(`/api/courses?filter=${level}`).then((response) => response.json()).then((courses) => setResult({ done: true, courses }));
    }}>
      <select data-testid="course-filter" value={level} onChange={(event) => setLevel(event.target.value)}>
        <option>beginner</option>
        <option>advanced</option>
      </select>
      <input type="submit" hidden />
      <button>Apply Filters</button>
      {result.done && !result.courses.length ? <em>No courses found for this filter.</em> : null}
      <ol>{result.courses.map((course) => <li key={course.id}><a href={"/courses/" + course.id}>{course.title}</a></li>)}</ol>
    </form>
  );
}
