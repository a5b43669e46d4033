import { useState } from "react";

export default function JobPosts() {
  const [order, setOrder] = useState("title");
  const [posts, setPosts] = useState([]);
  const [error, setError] = useState("");

  async function sort(event) {
    event.preventDefault();
    const response = await fetch(`/api/jobPosts?sort=${event.target.elements.order.value}`);
    setPosts(response.ok ? await response.json() : []);
    setError(response.ok ? "" : "Error sorting job posts.");
  }

  return (
    <form onSubmit={sort}>
      <label htmlFor="order">Sort by</label>
      <select id="order" value={order} onChange={(event) => setOrder(event.target.value)}>
        <option value="title">title</option>
        <option value="date">date</option>
      </select>
      <button>Sort</button>
      <ul>{posts.slice(0, 1).map(({ id, title }) => <li key={id}>{title}</li>)}</ul>
      <p role="alert">{error}</p>
    </form>
  );
}
