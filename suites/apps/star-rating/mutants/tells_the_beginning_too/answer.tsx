import { useEffect, useState } from "react";

export default function StarRating({ onChange }: { onChange?: (stars: number) => void }) {
  const [stars, setStars] = useState(0);
  const choose = (n: number) => {
    const next = n === stars ? 0 : n;
    setStars(next);
  };
  useEffect(() => onChange?.(stars), [stars]);
  return (
    <div>
      {[1, 2, 3, 4, 5].map((n) => (
        <button key={n} aria-label={n === 1 ? "1 star" : `${n} stars`} aria-pressed={n <= stars} onClick={() => choose(n)}>
          {n <= stars ? "★" : "☆"}
        </button>
      ))}
      <p>{stars} of 5</p>
    </div>
  );
}
