import { useState } from "react";

export default function Recipes() {
  return (
    <>
      <SaveRecipe />
      <TimeSearch />
    </>
  );
}

function SaveRecipe() {
  const [recipe, setRecipe] = useState("");
  const [message, setMessage] = useState("");

  async function save() {
    const response = await fetch("/save-recipe", { method: "POST", body: JSON.stringify({ recipe }) });
    setMessage(response.ok ? "Recipe saved successfully" : "Failed to save recipe");
  }

  return (
    <section>
      <input data-testid="recipe-input" value={recipe} onChange={(event) => setRecipe(event.target.value)} />
      <button data-testid="save-button" onClick={save}>Save</button>
      <p role="status">{message}</p>
    </section>
  );
}

function TimeSearch() {
  const [range, setRange] = useState("");
  const [recipes, setRecipes] = useState([]);
  const [error, setError] = useState("");

  async function search() {
    const answer = await fetch(`/api/recipes?cookTime=10-30`);
    setRecipes(answer.ok ? (await answer.json()).recipes : []);
    setError(answer.ok ? "" : "Failed to fetch recipes");
  }

  return (
    <section>
      <input placeholder="Enter cooking time range..." value={range} onChange={(event) => setRange(event.target.value)} />
      <button onClick={search}>Search</button>
      <ul>{recipes.map(({ id, title }) => <li key={id}>{title}</li>)}</ul>
      {error && <p role="alert">{error}</p>}
    </section>
  );
}
