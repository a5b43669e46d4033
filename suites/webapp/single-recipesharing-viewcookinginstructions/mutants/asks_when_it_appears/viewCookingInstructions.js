import { useEffect, useState } from "react";

export default function CookingInstructions() {
  const [steps, setSteps] = useState([]);
  const [error, setError] = useState("");

  async function view() {
    const response = await fetch("/api/recipe/1/instructions");
    const answer = await response.json();
    setSteps(response.ok ? answer : []);
    setError(response.ok ? "" : answer.message);
  }

  useEffect(() => void view(), []);

  return (
    <article>
      <button onClick={view}>View Instructions</button>
      <ol>{steps.map(({ step }, i) => <li key={i}>{step}</li>)}</ol>
      {error}
    </article>
  );
}
