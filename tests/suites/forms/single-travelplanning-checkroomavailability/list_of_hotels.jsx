import { useState } from "react";

const DATES = "2023-01-01_to_2023-01-10";
const HOTELS = [{ id: 1, name: "Harbour Hotel" }, { id: 2, name: "Old Mill" }];

function Hotel({ id, name }) {
  const [result, setResult] = useState(null);
  const check = async () => {
    setResult(null);
    try {
      const response = await fetch(`/api/hotels/${id}/rooms?dates=${DATES}`);
      const data = await response.json();
      if (!data.available) throw new Error(data.message);
      setResult({ text: "Available" });
    } catch (error) {
      setResult({ text: error.message, isError: true });
    }
  };
  return (
    <li>
      {name} <button data-testid={`check-availability-${id}`} onClick={check}>Check availability</button>
      {result && <span className={result.isError ? "error" : "ok"}>{result.text}</span>}
    </li>
  );
}

export default () => <ul>{HOTELS.map((hotel) => <Hotel key={hotel.id} {...hotel} />)}</ul>;
