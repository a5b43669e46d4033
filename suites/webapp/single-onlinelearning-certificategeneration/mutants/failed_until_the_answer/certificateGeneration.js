import { useState } from "react";

export default function CourseCompletion() {
  const [address, setAddress] = useState(null);
  const [hasFailed, setHasFailed] = useState(false);

  const complete = () =>
    setHasFailed(true) ??
    fetch("/api/course/complete", { method: "POST" })
      .then((response) => {
        if (!response.ok) throw new Error(`Status ${response.status}`);
        return response.json();
      })
      .then(({ certificateUrl }) => {
        setAddress(certificateUrl);
        setHasFailed(false);
      })
      .catch(() => setHasFailed(true));

  return (
    <>
      <button onClick={complete}>Complete course</button>
      {address && <a href={address}>Download certificate</a>}
      {hasFailed && <p role="alert">Failed to generate certificate</p>}
    </>
  );
}
