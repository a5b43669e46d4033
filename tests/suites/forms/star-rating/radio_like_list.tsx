import { useState } from "react";

type Props = { onChange?: (value: number) => void };
const NAMES = ["1 star", "2 stars", "3 stars", "4 stars", "5 stars"];

export const StarRating = (props: Props) => {
  const [rating, setRating] = useState(0);
  function handle(value: number) {
    const chosen = rating === value ? 0 : value;
    setRating(chosen);
    if (props.onChange) props.onChange(chosen);
  }
  return (
    <ul style={{ display: "flex", listStyle: "none" }}>
      {NAMES.map((name, index) => (
        <li key={name}><button type="button" title={name} aria-label={name} aria-pressed={rating > index} onClick={() => handle(index + 1)}>★</button></li>
      ))}
      <li>{`${rating} of 5`}</li>
    </ul>
  );
};
