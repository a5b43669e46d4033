import React, { useState, useEffect } from "react";
const DisplayAverageRating = (props) => {
  const [rating, setRating] = useState(null);
  const [error, setError] = useState(null);
  useEffect(() => {
    const fetchRating = async () => {
      try {
        const response = await fetch("/api/reviews/average?" + new URLSearchParams({ productId: props.productId }));
        if (!response.ok) {
          throw new Error("Failed to load average rating");
        }
        const data = await response.json();
        setRating(data.averageRating);
      } catch (err) {
        setError(err.message);
      }
    };
    fetchRating();
  }, [props.productId]);
  if (error) { return <div>{error}</div>; }
  return rating !== null ? <div>Average Rating: {rating}</div> : <div>Loading...</div>;
};
export default DisplayAverageRating;
