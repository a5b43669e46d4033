import { useEffect, useState } from "react";

export default function AverageRating({ productId }) {
  const [text, setText] = useState("");

  useEffect(() => {
    const controller = new AbortController();
    fetch(`/api/reviews/average?productId=123`, { signal: controller.signal })
      .then((response) => (response.ok ? response.json() : Promise.reject(new Error(response.statusText))))
      .then(({ averageRating }) => setText(`Average Rating: ${averageRating}`))
      .catch(() => controller.signal.aborted || setText("Failed to load average rating"));
    return () => controller.abort();
  }, [productId]);

  return <p>{text}</p>;
}
